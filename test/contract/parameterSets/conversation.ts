import {
	answerOptions,
	byId,
	completionArgs,
	guardrails,
	type ParameterSets,
	run,
	tools,
} from './shared';

const conversationId = byId('conv_1');
/** It waits for the result of a function call. */
const waiting = { conversationId: byId('conv_2') };
/** It waits for the confirmation of one. */
const pending = { conversationId: byId('conv_3') };
const messages = {
	values: [
		{ role: 'user', text: 'Hello', prefix: false },
		{ role: 'assistant', text: 'He', prefix: true },
	],
};
const question = {
	role: 'user',
	content: [
		{ type: 'text', text: 'What is this?' },
		{ type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
		{ type: 'document_url', document_url: 'https://example.com/a.pdf', document_name: 'a.pdf' },
	],
};
const inputs = [{ type: 'function.result', tool_call_id: '6TI17yZkV', result: '42' }];

const handoffExecution = 'client';
const startOptions = {
	...run,
	...answerOptions,
	description: 'A talk',
	guardrails,
	metadata: { ticket: '4711' },
	name: 'Talk',
	store: true,
};

export const conversationSets: ParameterSets = {
	'conversation.start': {
		none: { text: 'Hello' },
		all: [
			{
				target: 'model',
				stream: false,
				model: byId('mistral-small-latest'),
				inputType: 'messages',
				messages,
				instructions: 'Be brief',
				tools,
				completionArgs,
				options: startOptions,
			},
			{
				target: 'agent',
				agentId: byId('ag_1'),
				inputType: 'json',
				inputs: [question],
				instructions: 'Be brief',
				tools,
				completionArgs: { ...completionArgs, responseFormat: 'json_object' },
				options: { ...startOptions, agentVersion: '3', handoffExecution },
			},
			{
				target: 'agent',
				agentId: byId('ag_1'),
				text: 'Hello',
				options: { agentVersion: 'production' },
			},
		],
	},
	'conversation.append': {
		none: { conversationId, text: 'Hello' },
		all: [
			{
				conversationId,
				stream: false,
				inputType: 'messages',
				messages,
				completionArgs,
				options: {
					...run,
					...answerOptions,
					handoffExecution,
					store: false,
				},
			},
			{ ...waiting, inputType: 'json', inputs },
			{ conversationId, inputType: 'json', inputs: '"Hello"' },
		],
	},
	'conversation.restart': {
		none: { conversationId, fromEntryId: byId('msg_1'), text: 'Hello' },
		all: [
			{
				conversationId,
				fromEntryId: byId('msg_1'),
				stream: false,
				inputType: 'messages',
				messages,
				completionArgs,
				options: {
					...run,
					...answerOptions,
					agentVersion: '2',
					guardrails,
					handoffExecution,
					metadata: { ticket: '4711' },
					store: true,
				},
			},
			{
				...waiting,
				fromEntryId: byId('msg_1'),
				inputType: 'json',
				inputs,
			},
		],
	},
	'conversation.get': { none: { conversationId }, all: [{ conversationId, options: run }] },
	'conversation.getAll': {
		none: {},
		all: [{ returnAll: true, filters: { metadata: { ticket: '4711' } }, options: run }],
	},
	'conversation.getHistory': { none: { conversationId }, all: [{ conversationId, options: run }] },
	'conversation.getMessages': { none: { conversationId }, all: [{ conversationId, options: run }] },
	'conversation.delete': { none: { conversationId }, all: [{ conversationId, options: run }] },
	'toolCall.submitResults': {
		none: { ...waiting, toolCallId: '6TI17yZkV', result: '42' },
		all: [
			{ ...waiting, resultSource: 'items', toolCallId: '6TI17yZkV', result: '42' },
			{
				...waiting,
				resultSource: 'define',
				results: { values: [{ toolCallId: '6TI17yZkV', result: '42' }] },
				stream: false,
				completionArgs,
				options: { ...run, ...answerOptions, handoffExecution, store: true },
			},
		],
	},
	'toolCall.confirm': {
		none: { ...pending, toolCallId: '7UJ28zAlW' },
		all: [
			{
				...pending,
				confirmationSource: 'items',
				toolCallId: '7UJ28zAlW',
				confirmation: 'allow',
			},
			{
				...pending,
				confirmationSource: 'define',
				confirmations: { values: [{ toolCallId: '7UJ28zAlW', confirmation: 'deny' }] },
				stream: false,
				completionArgs,
				options: { ...run, ...answerOptions, handoffExecution, store: true },
			},
		],
	},
};
