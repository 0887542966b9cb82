import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { agentId, conversationId, fromEntryId, model } from '../descriptions/locators';
import { toApiFields } from '../operation/apiFields';
import type { ApiRequest } from '../transport/apiRequest';
import { answerFields, type AnswerParameters, answerTimeout } from './answerForm';
import { type InputParameters, inputProperties, inputsOf } from './inputs';
import { settings } from './settings';
import { tools } from './toolForm';
import { type ToolParameters, toolsOf } from './tools';

/*
 * The three ways to make a model answer: what they ask the user for, and the requests that come of it.
 * Mistral Conversations and Mistral Trigger are both made of these.
 */

const forAgents = { displayOptions: { show: { '/target': ['agent'] } } };

export interface StartParameters extends AnswerParameters, InputParameters {
	/** The API refuses a request that names both; the one not chosen as target is absent. */
	agentId?: string;
	model?: string;
	instructions?: string;
	tools?: ToolParameters[];
}

export const startProperties: INodeProperties[] = [
	{
		displayName: 'Talk To',
		name: 'target',
		type: 'options',
		options: [
			{ name: 'Agent', value: 'agent', description: 'One that is set up in Mistral' },
			{ name: 'Model', value: 'model' },
		],
		default: 'model',
	},
	{ ...agentId, displayOptions: { show: { target: ['agent'] } } },
	{ ...model, displayOptions: { show: { target: ['model'] } } },
	...inputProperties,
	{
		displayName: 'Instructions',
		name: 'instructions',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Answer in one sentence and name your sources.',
		description: 'What the model must follow during the whole conversation',
	},
	tools,
];

/** Fields of `options`. */
export const startSettings: INodeProperties[] = [
	{ ...settings.agentVersion, ...forAgents },
	settings.description,
	settings.guardrails,
	{ ...settings.handoffExecution, ...forAgents },
	settings.metadata,
	settings.name,
	settings.store,
];

/** `agents_api_v1_conversations_start` */
export const startRequest = (parameters: StartParameters): ApiRequest => ({
	method: 'POST',
	path: ['v1', 'conversations'],
	body: toApiFields({
		agentId: parameters.agentId,
		model: parameters.model,
		instructions: parameters.instructions,
		tools: toolsOf(parameters.tools, parameters.completionArgs?.toolChoice),
		inputs: inputsOf(parameters),
		...answerFields(parameters),
	}),
	...answerTimeout(parameters),
});

export interface AppendParameters extends AnswerParameters, InputParameters {
	conversationId: string;
}

export const appendProperties: INodeProperties[] = [conversationId, ...inputProperties];

/** Fields of `options`. */
export const appendSettings: INodeProperties[] = [settings.handoffExecution, settings.store];

/** What an append brings: entries, or what was decided about pending calls. */
export interface Appended {
	inputs?: string | IDataObject[];
	toolConfirmations?: Array<{ tool_call_id: string; confirmation: 'allow' | 'deny' }>;
}

/** `agents_api_v1_conversations_append` */
export const appendRequest = (
	id: string,
	appended: Appended,
	parameters: AnswerParameters,
): ApiRequest => ({
	method: 'POST',
	path: ['v1', 'conversations', id],
	body: toApiFields({ ...appended, ...answerFields(parameters) }),
	...answerTimeout(parameters),
});

export interface RestartParameters extends AnswerParameters, InputParameters {
	conversationId: string;
	fromEntryId: string;
}

export const restartProperties: INodeProperties[] = [
	conversationId,
	fromEntryId,
	...inputProperties,
];

/** Fields of `options`. */
export const restartSettings: INodeProperties[] = [
	settings.agentVersion,
	settings.guardrails,
	settings.handoffExecution,
	settings.metadata,
	settings.store,
];

/** `agents_api_v1_conversations_restart` */
export const restartRequest = (parameters: RestartParameters): ApiRequest => ({
	method: 'POST',
	path: ['v1', 'conversations', parameters.conversationId, 'restart'],
	body: toApiFields({
		fromEntryId: parameters.fromEntryId,
		inputs: inputsOf(parameters),
		...answerFields(parameters),
	}),
	...answerTimeout(parameters),
});
