import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { anything } from '../../../shared/transport/shape';
import { accessPath, type EntityParameters, entityProperties } from './entity';

export const revoke: OneRequest<EntityParameters> = {
	name: 'Revoke',
	value: 'revoke',
	action: 'Revoke access to a library',
	description: 'Stop sharing a library with somebody',
	properties: [...entityProperties, optionsOf()],
	request: (parameters) => {
		const { shareWithType, shareWithUuid } = parameters;
		return {
			method: 'DELETE',
			path: accessPath(parameters),
			body: toApiFields({ shareWithType, shareWithUuid }),
		};
	},
	response: anything,
	// Mistral answers with the access, and announces to answer with nothing.
	output: (_, { libraryId, shareWithType, shareWithUuid }) => ({
		deleted: true,
		libraryId,
		shareWithType,
		shareWithUuid,
	}),
};
