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
export const fileId = '5d3c1b9e-0f2a-4c6d-8e7f-9a1b2c3d4e5f';
/** It waits for the result of a function call. */
const waiting = { conversationId: byId('conv_2') };
/** It waits for the confirmation of one. */
const pending = { conversationId: byId('conv_3') };
/** It waits for both, so that what is brought for one leaves the other open. */
const halfway = { conversationId: byId('conv_5') };
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

/** `page` is an image, `paper` a document. */
const attached = {
	attachments: 'page, paper',
	attachmentUrls: ['https://example.com/a.png', 'https://example.com/a.pdf'],
};
const handoffExecution = 'client';
const startOptions = {
	...run,
	...answerOptions,
	description: 'A talk',
	guardrails,
	metadata: { ticket: '4711' },
	name: 'Talk',
	store: true,
	...attached,
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
			// The answer has a file.
			{ text: 'Draw a fox', tools: { values: [{ type: 'image_generation' }] } },
		],
	},
	'conversation.send': {
		none: { sessionKey: 'new', text: 'Hello' },
		all: [
			{
				sessionKey: 'new',
				target: 'model',
				stream: false,
				model: byId('mistral-small-latest'),
				inputType: 'messages',
				messages,
				instructions: 'Be brief',
				tools,
				completionArgs,
				options: {
					...run,
					description: 'A talk',
					guardrails,
					name: 'Talk',
					onOpenCalls: 'cancel',
					...answerOptions,
					...attached,
				},
			},
			{
				sessionKey: 'waiting',
				target: 'agent',
				agentId: byId('ag_1'),
				inputType: 'json',
				inputs: [question],
				options: { agentVersion: '3', handoffExecution },
			},
			{
				sessionKey: 'waiting',
				target: 'agent',
				agentId: byId('ag_1'),
				stream: false,
				text: 'Never mind',
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
					onOpenCalls: 'cancel',
					store: false,
					...attached,
				},
			},
			{ ...waiting, inputType: 'json', inputs },
			{ ...waiting, text: 'Never mind', options: { onOpenCalls: 'cancel' } },
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
					...attached,
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
	'file.download': {
		none: { fileId },
		all: [{ fileId, binaryPropertyName: 'picture', options: run }],
	},
	'conversation.delete': { none: { conversationId }, all: [{ conversationId, options: run }] },
	'toolCall.submitResults': {
		none: { ...waiting, toolCallId: '6TI17yZkV', result: '42' },
		all: [
			{ ...halfway, resultSource: 'items', toolCallId: '6TI17yZkV', result: '42' },
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
				...halfway,
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
