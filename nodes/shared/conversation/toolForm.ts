import type { INodeProperties } from 'n8n-workflow';

import { libraryIds } from '../descriptions/locators';

const type: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	required: true,
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

const connectorFields: INodeProperties[] = [
	{
		displayName: 'Connector Name or ID',
		name: 'connectorId',
		type: 'string',
		required: true,
		displayOptions: showFor('connector'),
		default: '',
		placeholder: 'e.g. github',
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
			// The first condition decides if an expression gives the type: n8n shows what it cannot tell.
			show: { authorizationType: ['api-key', 'oauth2-token'], type: ['connector'] },
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
		placeholder: 'e.g. Get the status of an order by its number',
		description: 'Tells the model when to call the function',
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'json',
		displayOptions: showFor('function'),
		default: '{}',
		hint: 'e.g. { "type": "object", "properties": { "orderId": { "type": "string" } } }',
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

/** Which of a tool's functions the model may use; a rare wish. */
const configuration: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	displayOptions: showFor(
		'code_interpreter',
		'connector',
		'document_library',
		'image_generation',
		'web_search',
		'web_search_premium',
	),
	default: {},
	options: [
		{
			displayName: 'Exclude',
			name: 'exclude',
			type: 'string',
			default: '',
			placeholder: 'e.g. delete_issue',
			description: 'Names of functions that the tool may not offer, separated by commas',
		},
		{
			displayName: 'Include',
			name: 'include',
			type: 'string',
			default: '',
			placeholder: 'e.g. get_issue, list_issues',
			description: 'Names of the only functions that the tool may offer, separated by commas',
		},
		{
			displayName: 'Requires Confirmation',
			name: 'requiresConfirmation',
			type: 'string',
			default: '',
			placeholder: 'e.g. create_issue',
			description: 'Names of functions that wait for your consent, separated by commas',
		},
	],
};

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
				{ ...libraryIds, displayOptions: showFor('document_library') },
				...connectorFields,
				...functionFields,
				configuration,
			],
		},
	],
};
