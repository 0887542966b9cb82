import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** Fields of `options` that set up a conversation; each operation takes those that its request knows. */
export const settings = {
	agentVersion: {
		displayName: 'Agent Version',
		name: 'agentVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. 3 or production',
		description: 'Number or alias of the version; the current one if empty',
	},
	description: {
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Questions about an order',
		description: 'What the conversation is about',
	},
	guardrails: {
		displayName: 'Guardrails',
		name: 'guardrails',
		type: 'json',
		default: '[]',
		hint: 'e.g. [{ "block_on_error": true, "moderation_llm_v2": { "action": "block" } }]',
		description: 'Checks of the input before the model sees it, as a list',
	},
	handoffExecution: {
		displayName: 'Handoff Execution',
		name: 'handoffExecution',
		type: 'options',
		options: [
			{ name: 'Client', value: 'client', description: 'The answer ends at a handoff' },
			{ name: 'Server', value: 'server', description: 'Mistral runs the next agent itself' },
		],
		default: 'server',
	},
	metadata: {
		displayName: 'Metadata',
		name: 'metadata',
		type: 'json',
		default: '{}',
		hint: 'e.g. { "ticket": "4711" }',
		description: 'Your own fields, by which conversations can be listed',
	},
	name: {
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Order 4711',
		description: 'Title of the conversation',
	},
	store: {
		displayName: 'Store',
		name: 'store',
		type: 'boolean',
		default: true,
		description: 'Whether Mistral keeps the conversation, so that it can be continued',
	},
} satisfies Record<string, INodeProperties>;

/** The settings among an operation's `options`, ready to be sent; an agent version is a number or an alias. */
export const settingsOf = (options: IDataObject = {}): IDataObject => {
	const { agentVersion, ...others } = Object.fromEntries(
		Object.keys(settings).map((name) => [name, options[name]]),
	);
	return {
		...others,
		agentVersion: /^\d+$/.test(String(agentVersion)) ? Number(agentVersion) : agentVersion,
	};
};
