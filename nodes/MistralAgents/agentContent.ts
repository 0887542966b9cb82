import type { IDataObject, INodeProperties } from 'n8n-workflow';

import {
	completionArgs,
	type CompletionArgs,
	completionArgsOf,
} from '../shared/conversation/completionArgs';
import { settings } from '../shared/conversation/settings';
import { type ToolParameters, toolsOf } from '../shared/conversation/tools';
import { agentId } from '../shared/descriptions/locators';
import { tools } from '../shared/conversation/toolForm';
import { toApiFields } from '../shared/operation/apiFields';
import type { SimplifyParameters } from '../shared/operation/simplify';
import { ParameterError } from '../shared/transport/parameterError';
import { isObject } from '../shared/transport/shape';

/** What an agent consists of, as the user set it. */
export interface ContentParameters {
	name?: string;
	model?: string;
	instructions?: string;
	description?: string;
	tools?: ToolParameters[];
	completionArgs?: CompletionArgs;
	handoffs?: Array<{ agentId: string }>;
	guardrails?: IDataObject[];
	metadata?: IDataObject;
	deploymentChat?: boolean;
	versionMessage?: string;
}

/** The same as the parameters of an operation that makes an agent. */
export interface NewAgentParameters extends ContentParameters, SimplifyParameters {
	options?: Pick<ContentParameters, 'guardrails' | 'metadata' | 'versionMessage'>;
}

export const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Support',
};

/** The content behind name and model. */
export const contentProperties: INodeProperties[] = [
	{
		displayName: 'Instructions',
		name: 'instructions',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Answer in one sentence and name your sources.',
		description: 'What the agent must follow in every conversation',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Answers questions about orders',
		description: 'What the agent is for; other agents decide by it whether to hand over',
	},
	tools,
	completionArgs,
	{
		displayName: 'Handoffs',
		name: 'handoffs',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Handoff',
		default: {},
		description: 'Agents that this one may hand a conversation over to',
		options: [{ displayName: 'Handoff', name: 'values', values: [agentId] }],
	},
];

/** What is seldom set. */
export const contentSettings: INodeProperties[] = [
	settings.guardrails,
	{ ...settings.metadata, description: 'Your own fields, by which agents can be listed' },
];

export const versionMessage: INodeProperties = {
	displayName: 'Version Message',
	name: 'versionMessage',
	type: 'string',
	default: '',
	placeholder: 'e.g. Shorter answers',
	description: 'What is new in the version that this makes',
};

/** The body of a request: the fields that are set, under the API's names. */
export const contentOf = (content: ContentParameters): IDataObject =>
	toApiFields({
		name: content.name,
		model: content.model,
		instructions: content.instructions,
		description: content.description,
		tools: toolsOf(content.tools, content.completionArgs?.toolChoice),
		completionArgs: completionArgsOf(content.completionArgs),
		handoffs: content.handoffs?.map((row) => row.agentId),
		guardrails: content.guardrails,
		metadata: content.metadata,
		deploymentChat: content.deploymentChat,
		versionMessage: checkedMessage(content.versionMessage),
	});

/** The content as it may be shown: what authorizes connectors is hidden. */
export function withoutSecrets({ tools: all, ...content }: IDataObject): IDataObject {
	if (!Array.isArray(all)) return { ...content };
	return { ...content, tools: (all as IDataObject[]).map(shown) };
}

const shown = ({ authorization, ...tool }: IDataObject): IDataObject =>
	isObject(authorization)
		? { ...tool, authorization: { ...authorization, value: '[hidden]' } }
		: tool;

/** In characters. */
const longestMessage = 500;

function checkedMessage(message: string | undefined): string | undefined {
	if (!message || message.length <= longestMessage) return message;
	throw new ParameterError(
		`The parameter "Options > Version Message" has ${message.length} characters, but Mistral takes at most ${longestMessage}`,
		'Shorten it.',
	);
}
