import type { INodeProperties } from 'n8n-workflow';

/** A picker: chosen from a searchable list, or given as an ID. It may stay empty. */
const locator = (
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

export const conversationId: INodeProperties = {
	...locator(
		'conversationId',
		'Conversation',
		'searchConversations',
		'e.g. conv_0684fe18cbc57ba6800065acdd2b6c85',
	),
	required: true,
};

export const agentId: INodeProperties = {
	...locator('agentId', 'Agent', 'searchAgents', 'e.g. ag_0684fe0e0b98773e8000323fc71a3986'),
	required: true,
};

export const fromEntryId: INodeProperties = {
	...locator(
		'fromEntryId',
		'From Entry',
		'searchEntries',
		'e.g. msg_0684fe18d08278058000efa70b28fa5a',
	),
	required: true,
};

/** Of the agent that is chosen in `agentId`. */
export const version: INodeProperties = {
	...locator('version', 'Version', 'searchVersions', 'e.g. 3', 'By Number'),
	required: true,
};

/** A model to change to; empty by default. */
export const otherModel = locator('model', 'Model', 'searchModels', 'e.g. mistral-medium-latest');

export const model: INodeProperties = {
	...otherModel,
	required: true,
	default: {
		mode: 'list',
		value: 'mistral-medium-latest',
		cachedResultName: 'mistral-medium-latest',
	},
};
