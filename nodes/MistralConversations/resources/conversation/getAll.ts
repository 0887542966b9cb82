import type { IDataObject } from 'n8n-workflow';

import { filtersOf, returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { List } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aConversation } from '../../../shared/transport/entities';
import { numberedPages } from '../../../shared/transport/paging';
import { conversationOutput } from './output';

interface GetAllParameters extends SimplifyParameters {
	filters?: { metadata?: IDataObject };
}

export const getAll: List<GetAllParameters> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many conversations',
	description: 'List conversations, without their entries',
	properties: [
		...returnAllOrLimit,
		filtersOf({
			displayName: 'Metadata',
			name: 'metadata',
			type: 'json',
			default: '{}',
			hint: 'e.g. { "ticket": "4711" }',
			description: 'Fields that the metadata of a conversation must have',
		}),
		simplify,
		optionsOf(),
	],
	request: ({ filters }) => ({
		method: 'GET',
		path: ['v1', 'conversations'],
		query: filters?.metadata && { metadata: JSON.stringify(filters.metadata) },
	}),
	paging: numberedPages,
	entity: aConversation,
	output: conversationOutput,
};
