import type { INodeProperties } from 'n8n-workflow';

import { libraryId } from '../shared/descriptions/locators';

export const properties: INodeProperties[] = [
	// By this name n8n's panel offers each event by itself, as "On Document Added".
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [
			{
				name: 'Document Added',
				value: 'added',
				description: 'A document is in the library; searches do not find it yet',
			},
			{
				name: 'Document Failed',
				value: 'failed',
				description: 'Mistral could not process a document, so searches do not find it',
			},
			{
				name: 'Document Processed',
				value: 'processed',
				description: 'Mistral has processed a document, so searches find it',
			},
		],
		default: ['processed'],
	},
	libraryId,
];
