import type { INodeProperties } from 'n8n-workflow';

import { libraryId } from '../../../shared/descriptions/locators';

/** Which library, and with whom it is shared. */
export interface EntityParameters {
	libraryId: string;
	shareWithType: 'Org' | 'User' | 'Workspace';
	shareWithUuid: string;
}

export const entityProperties: INodeProperties[] = [
	libraryId,
	{
		displayName: 'Share With',
		name: 'shareWithType',
		type: 'options',
		options: [
			{ name: 'Organization', value: 'Org' },
			{ name: 'User', value: 'User' },
			{ name: 'Workspace', value: 'Workspace' },
		],
		default: 'User',
	},
	{
		displayName: 'Share With ID',
		name: 'shareWithUuid',
		type: 'string',
		required: true,
		default: '',
		description: 'ID of the user, the workspace or the organization',
		placeholder: 'e.g. 6f1b7a52-30f8-4a4b-9d7e-5b8a3c1d2e4f',
	},
];

export const accessPath = ({ libraryId: id }: { libraryId: string }) => [
	'v1',
	'libraries',
	id,
	'share',
];
