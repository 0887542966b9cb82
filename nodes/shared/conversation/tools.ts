import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../operation/parameters';

/** One row of the `tools` parameter. */
export interface ToolParameters {
	type: string;
	libraryIds?: string;
	connectorId?: string;
	authorizationType?: 'none' | 'api-key' | 'oauth2-token';
	authorizationValue?: string;
	include?: string;
	exclude?: string;
	requiresConfirmation?: string;
	name?: string;
	description?: string;
	parameters?: IDataObject;
	strict?: boolean;
}

const type: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	options: [
		{ name: 'Code Interpreter', value: 'code_interpreter', description: 'Runs Python code' },
		{ name: 'Connector', value: 'connector', description: 'A connector of your workspace' },
		{ name: 'Document Library', value: 'document_library', description: 'Searches libraries' },
		{ name: 'Function', value: 'function', description: 'Your own: the call is given to you' },
		{ name: 'Image Generation', value: 'image_generation' },
		{ name: 'Web Search', value: 'web_search' },
		{ name: 'Web Search Premium', value: 'web_search_premium', description: 'With news agencies' },
	],
	default: 'web_search',
};

const showFor = (...types: string[]) => ({ show: { type: types } });

const libraryFields: INodeProperties[] = [
	{
		displayName: 'Library IDs',
		name: 'libraryIds',
		type: 'string',
		required: true,
		displayOptions: showFor('document_library'),
		default: '',
		description: 'Libraries to search in, separated by commas',
	},
];

const connectorFields: INodeProperties[] = [
	{
		displayName: 'Connector Name or ID',
		name: 'connectorId',
		type: 'string',
		required: true,
		displayOptions: showFor('connector'),
		default: '',
	},
	{
		displayName: 'Authorization Type',
		name: 'authorizationType',
		type: 'options',
		options: [
			{ name: 'API Key', value: 'api-key' },
			{ name: 'None', value: 'none', description: 'As it is set up in Mistral' },
			{ name: 'OAuth2 Token', value: 'oauth2-token' },
		],
		displayOptions: showFor('connector'),
		default: 'none',
	},
	{
		displayName: 'Authorization Value',
		name: 'authorizationValue',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		displayOptions: {
			show: { type: ['connector'], authorizationType: ['api-key', 'oauth2-token'] },
		},
		default: '',
	},
];

const functionFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		displayOptions: showFor('function'),
		default: '',
		placeholder: 'e.g. get_order_status',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		displayOptions: showFor('function'),
		default: '',
		description: 'Tells the model when to call the function',
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'json',
		displayOptions: showFor('function'),
		default: '{}',
		placeholder: 'e.g. { "type": "object", "properties": { "orderId": { "type": "string" } } }',
		description: 'JSON schema of the arguments',
	},
	{
		displayName: 'Strict',
		name: 'strict',
		type: 'boolean',
		displayOptions: showFor('function'),
		default: false,
		description: 'Whether the arguments may not depart from the schema',
	},
];

const builtInAndConnector = showFor(
	'code_interpreter',
	'connector',
	'document_library',
	'image_generation',
	'web_search',
	'web_search_premium',
);

const configurationFields: INodeProperties[] = [
	{
		displayName: 'Include',
		name: 'include',
		type: 'string',
		displayOptions: builtInAndConnector,
		default: '',
		description: 'Names of the only functions that the tool may offer, separated by commas',
	},
	{
		displayName: 'Exclude',
		name: 'exclude',
		type: 'string',
		displayOptions: builtInAndConnector,
		default: '',
		description: 'Names of functions that the tool may not offer, separated by commas',
	},
	{
		displayName: 'Requires Confirmation',
		name: 'requiresConfirmation',
		type: 'string',
		displayOptions: builtInAndConnector,
		default: '',
		description: 'Names of functions that wait for your consent, separated by commas',
	},
];

/** Tools that the model may use: built-in ones, connectors and functions. */
export const tools: INodeProperties = {
	displayName: 'Tools',
	name: 'tools',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Tool',
	default: {},
	options: [
		{
			displayName: 'Tool',
			name: 'values',
			values: [
				type,
				...libraryFields,
				...connectorFields,
				...functionFields,
				...configurationFields,
			],
		},
	],
};

/** The API's `tools`, undefined when there are none. */
export const toolsOf = (rows: ToolParameters[] | undefined): IDataObject[] | undefined =>
	rows?.map((row) => {
		switch (row.type) {
			case 'function':
				return { type: 'function', function: functionOf(row) };
			case 'document_library':
				return { type: row.type, library_ids: names(row.libraryIds), ...configurationOf(row) };
			case 'connector':
				return {
					type: row.type,
					connector_id: row.connectorId,
					...authorizationOf(row),
					...configurationOf(row),
				};
			default:
				return { type: row.type, ...configurationOf(row) };
		}
	});

const functionOf = ({ name, description, parameters, strict }: ToolParameters): IDataObject => ({
	name,
	...(description && { description }),
	parameters: parameters ?? { type: 'object', properties: {} },
	...(strict && { strict }),
});

const authorizationOf = ({ authorizationType, authorizationValue }: ToolParameters): IDataObject =>
	authorizationValue
		? { authorization: { type: authorizationType, value: authorizationValue } }
		: {};

function configurationOf({ include, exclude, requiresConfirmation }: ToolParameters): IDataObject {
	if (include && exclude) {
		throw new ParameterError(
			'The parameters "Include" and "Exclude" of a tool exclude each other',
			'Empty one of them.',
		);
	}
	const configuration: IDataObject = {
		...(include && { include: names(include) }),
		...(exclude && { exclude: names(exclude) }),
		...(requiresConfirmation && { requires_confirmation: names(requiresConfirmation) }),
	};
	return Object.keys(configuration).length > 0 ? { tool_configuration: configuration } : {};
}

const names = (commaList = '') =>
	commaList
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
