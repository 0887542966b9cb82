import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { anObject } from '../../../shared/transport/shape';
import { accessPath, type EntityParameters, entityProperties } from './entity';

interface SetParameters extends EntityParameters {
	level: 'Editor' | 'Viewer';
}

export const set: OneRequest<SetParameters> = {
	name: 'Set',
	value: 'set',
	action: 'Give access to a library',
	description: 'Share a library within the organization, or change how it is shared',
	properties: [
		...entityProperties,
		{
			displayName: 'Level',
			name: 'level',
			type: 'options',
			options: [
				{ name: 'Editor', value: 'Editor' },
				{ name: 'Viewer', value: 'Viewer' },
			],
			default: 'Viewer',
		},
		optionsOf(),
	],
	order: ({ shareWithUuid }) => shareWithUuid,
	request: (parameters) => {
		const { shareWithType, shareWithUuid, level } = parameters;
		return {
			method: 'PUT',
			path: accessPath(parameters),
			body: toApiFields({ shareWithType, shareWithUuid, level }),
		};
	},
	response: anObject,
};
