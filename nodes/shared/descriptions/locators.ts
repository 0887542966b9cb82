import type { INodeProperties } from 'n8n-workflow';

/** A picker: chosen from a searchable list, or given as an ID. It may stay empty. */
const optionalLocator = (
	name: string,
	displayName: string,
	searchListMethod: string,
	placeholder: string,
	secondMode = 'By ID',
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod, searchable: true },
		},
		{ displayName: secondMode, name: 'id', type: 'string', placeholder },
	],
});

const locator = (...args: Parameters<typeof optionalLocator>): INodeProperties => ({
	...optionalLocator(...args),
	required: true,
});

export const conversationId = locator(
	'conversationId',
	'Conversation',
	'searchConversations',
	'e.g. conv_0684fe18cbc57ba6800065acdd2b6c85',
);

export const agentId = locator(
	'agentId',
	'Agent',
	'searchAgents',
	'e.g. ag_0684fe0e0b98773e8000323fc71a3986',
);

export const fromEntryId: INodeProperties = {
	...locator(
		'fromEntryId',
		'From Entry',
		'searchEntries',
		'e.g. msg_0684fe18d08278058000efa70b28fa5a',
	),
	description: 'The last entry that the new conversation takes over; those after it are left out',
};

/** Of the agent that is chosen in `agentId`. */
export const version = locator('version', 'Version', 'searchVersions', 'e.g. 3', 'By Number');

/** A model to change to; empty by default. */
export const otherModel = optionalLocator(
	'model',
	'Model',
	'searchModels',
	'e.g. mistral-medium-latest',
);

export const libraryId = locator(
	'libraryId',
	'Library',
	'searchLibraries',
	'e.g. 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
);

/**
 * One library from the list, or several by their IDs, separated by commas: n8n's list to choose several
 * from has no pages, and knows no comma lists, which workflows have already.
 */
export const libraryIds: INodeProperties = {
	...locator('libraryIds', 'Library', 'searchLibraries', 'e.g. 3f2504e0-…, 7c9e6679-…'),
	description: 'What to search in. Several libraries are given by their IDs, separated by commas.',
};

/** A document and the library that it is in. */
export const documentLocators: INodeProperties[] = [
	libraryId,
	locator('documentId', 'Document', 'searchDocuments', 'e.g. 7c9e6679-7425-40de-944b-e07fc1f90ae7'),
];

export const model: INodeProperties = {
	...otherModel,
	required: true,
	default: {
		mode: 'list',
		value: 'mistral-medium-latest',
		cachedResultName: 'mistral-medium-latest',
	},
};
