import type { IDataObject } from 'n8n-workflow';

import { filtersOf, returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { List } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { anAgent } from '../../../shared/transport/entities';
import { cursorPages } from '../../../shared/transport/paging';
import { agentOutput } from './output';

interface GetAllParameters extends SimplifyParameters {
	filters?: {
		deploymentChat?: boolean;
		id?: string;
		metadata?: IDataObject;
		name?: string;
		search?: string;
		sources?: string[];
	};
}

export const getAll: List<GetAllParameters> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many agents',
	description: 'List agents in their current versions',
	properties: [
		...returnAllOrLimit,
		filtersOf(
			{
				displayName: 'Deployment Chat',
				name: 'deploymentChat',
				type: 'boolean',
				default: true,
				description: "Whether the agents can be talked to in Mistral's own chat",
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				default: '',
				placeholder: 'e.g. ag_0684fe0e0b98773e8000323fc71a3986',
			},
			{
				displayName: 'Metadata',
				name: 'metadata',
				type: 'json',
				default: '{}',
				hint: 'e.g. { "team": "support" }',
				description: 'Fields that the metadata of an agent must have',
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Support',
			},
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. support',
				description: 'Text to look for in names and IDs',
			},
			{
				displayName: 'Sources',
				name: 'sources',
				type: 'multiOptions',
				options: [
					{ name: 'Agent Builder', value: 'agent_builder_v1' },
					{ name: 'API', value: 'api' },
					{ name: 'Playground', value: 'playground' },
				],
				default: [],
				description: 'Where the agents were made',
			},
		),
		simplify,
		optionsOf(),
	],
	request: ({ filters: { metadata, ...filters } = {} }) => ({
		method: 'GET',
		path: ['v1', 'agents', 'pages'],
		query: toApiFields({ ...filters, metadata: metadata && JSON.stringify(metadata) }),
	}),
	paging: cursorPages,
	entity: anAgent,
	output: agentOutput,
};
