import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { nodes, operationNamed } from '../operation/operations';
import { requestFor } from '../operation/requestFor';
import { describeRequests, type ParameterSets, run } from './describeRequests';

const conversationId = { __rl: true, mode: 'id', value: 'conv_1' };
const guardrails = [
	{ block_on_error: true, moderation_llm_v2: { action: 'block', ignore_other_categories: true } },
];

const completionArgs = {
	frequencyPenalty: 1,
	jsonSchema: '{ "type": "object" }',
	jsonSchemaName: 'city',
	jsonSchemaStrict: true,
	maxTokens: 100,
	prediction: 'Paris',
	presencePenalty: -1,
	randomSeed: 7,
	reasoningEffort: 'high',
	responseFormat: 'json_schema',
	stop: ['END', 'STOP'],
	temperature: 0.5,
	toolChoice: 'any',
	topP: 0.9,
};

const configuration = { include: 'a, b', exclude: '', requiresConfirmation: 'a' };
const tools = {
	values: [
		{ type: 'web_search', ...configuration },
		{ type: 'web_search_premium', include: '', exclude: 'c', requiresConfirmation: '' },
		{ type: 'code_interpreter' },
		{ type: 'image_generation' },
		{ type: 'document_library', libraryIds: 'lib_1, lib_2', ...configuration },
		{
			type: 'connector',
			connectorId: 'gmail',
			authorizationType: 'oauth2-token',
			authorizationValue: 'token',
			...configuration,
		},
		{ type: 'connector', connectorId: 'wiki', authorizationType: 'none' },
		{
			type: 'function',
			name: 'get_rate',
			description: 'The rate',
			parameters: '{ "type": "object", "properties": { "date": { "type": "string" } } }',
			strict: true,
		},
		{ type: 'function', name: 'no_arguments', description: '', parameters: '{}', strict: false },
	],
};

const messages = {
	values: [
		{ role: 'user', text: 'Hello', prefix: false },
		{ role: 'assistant', text: 'He', prefix: true },
	],
};
const inputs = [
	{ role: 'user', content: 'Hello' },
	{ type: 'function.result', tool_call_id: '6TI17yZkV', result: '42' },
];

const handoffExecution = 'client';
const startOptions = {
	...run,
	description: 'A talk',
	guardrails,
	metadata: { ticket: '4711' },
	name: 'Talk',
	store: true,
	streamSteps: true,
};

/** `text` is in the sets without the others. */
const unseen = ['text', 'inputType', 'simplify'];

const sets: Record<string, ParameterSets> = {
	'conversation.start': {
		unseen,
		none: { text: 'Hello' },
		all: [
			{
				target: 'model',
				stream: false,
				model: { mode: 'id', value: 'mistral-small-latest' },
				inputType: 'messages',
				messages,
				instructions: 'Be brief',
				tools,
				completionArgs,
				options: startOptions,
			},
			{
				target: 'agent',
				agentId: { mode: 'id', value: 'ag_1' },
				inputType: 'json',
				inputs,
				instructions: 'Be brief',
				tools,
				completionArgs: { ...completionArgs, responseFormat: 'json_object' },
				options: { ...startOptions, agentVersion: '3', handoffExecution },
			},
			{
				target: 'agent',
				agentId: { mode: 'id', value: 'ag_1' },
				text: 'Hello',
				options: { agentVersion: 'production' },
			},
		],
	},
	'conversation.append': {
		unseen,
		none: { conversationId, text: 'Hello' },
		all: [
			{
				conversationId,
				stream: false,
				inputType: 'messages',
				messages,
				completionArgs,
				options: { ...run, handoffExecution, store: false, streamSteps: true },
			},
			{ conversationId, inputType: 'json', inputs },
			{ conversationId, inputType: 'json', inputs: '"Hello"' },
		],
	},
	'conversation.restart': {
		unseen,
		none: { conversationId, fromEntryId: { mode: 'id', value: 'msg_1' }, text: 'Hello' },
		all: [
			{
				conversationId,
				fromEntryId: { mode: 'id', value: 'msg_1' },
				stream: false,
				inputType: 'messages',
				messages,
				completionArgs,
				options: {
					...run,
					agentVersion: '2',
					guardrails,
					handoffExecution,
					metadata: { ticket: '4711' },
					store: true,
					streamSteps: true,
				},
			},
			{
				conversationId,
				fromEntryId: { mode: 'id', value: 'msg_1' },
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
};

describeRequests(nodes.mistralConversations, sets);

const request = (name: string, given: IDataObject) => requestFor(operationNamed(name), given);
const setsOf = (name: string) => sets[name] as ParameterSets;

describe('a request', () => {
	it('holds what is required and nothing else when nothing is set', () => {
		const bodies = ['conversation.start', 'conversation.append', 'conversation.restart'].map(
			(name) => request(name, setsOf(name).none).body,
		);
		expect(bodies).toEqual([
			{ model: 'mistral-medium-latest', inputs: 'Hello', stream: true },
			{ inputs: 'Hello', stream: true },
			{ from_entry_id: 'msg_1', inputs: 'Hello', stream: true },
		]);
	});

	it('has everything under the names of the API', () => {
		const [model, agent, version] = setsOf('conversation.start').all.map(
			(set) => request('conversation.start', set).body,
		);
		expect(model).toMatchSnapshot();
		expect(agent).toMatchObject({
			agent_id: 'ag_1',
			agent_version: 3,
			handoff_execution: 'client',
		});
		expect(agent).not.toHaveProperty('model');
		expect(version).toMatchObject({ agent_version: 'production' });
	});

	it('never takes settings of an agent along to a model', () => {
		const { body } = request('conversation.start', {
			target: 'model',
			text: 'Hello',
			agentId: { mode: 'id', value: 'ag_1' },
			options: { agentVersion: '3', handoffExecution },
		});
		expect(body).toEqual({ model: 'mistral-medium-latest', inputs: 'Hello', stream: true });
	});

	it.each([
		[
			{ tools: { values: [{ type: 'web_search', include: 'a', exclude: 'b' }] } },
			'The parameters "Include" and "Exclude" of a tool exclude each other',
		],
		[
			{ tools: { values: [{ type: 'function', name: '' }] } },
			'The parameter "Tools > Name" is empty',
		],
		[
			{ tools: { values: [{ type: 'document_library', libraryIds: '' }] } },
			'The parameter "Tools > Library" is empty',
		],
		[
			{ completionArgs: { responseFormat: 'json_schema' } },
			'The parameter "Completion Arguments > JSON Schema" is empty',
		],
		[{ inputType: 'messages', messages: {} }, 'The parameter "Messages" is empty'],
		[
			{ inputType: 'json', inputs: '{ "role": "user" }' },
			'The parameter "Inputs" must be a text or a list of entries',
		],
		[{ options: { metadata: 'ticket' } }, 'The parameter "Options > Metadata" is not valid JSON'],
		[{ model: { mode: 'list', value: '' } }, 'The parameter "Model" is empty'],
	])('is refused before it is sent: %j', (parameters, message) => {
		expect(() => request('conversation.start', { text: 'Hello', ...parameters })).toThrow(message);
	});
});

describe('the libraries of a tool', () => {
	it.each([
		['a comma list, as older workflows have it', 'lib_1, lib_2'],
		['one from the list', { __rl: true, mode: 'list', value: 'lib_1' }],
		['IDs', { __rl: true, mode: 'id', value: 'lib_1,lib_2' }],
		['a list that an expression gives', { __rl: true, mode: 'id', value: ['lib_1', 'lib_2'] }],
	])('are %s', (_, libraryIds) => {
		const { body } = request('conversation.start', {
			text: 'Hello',
			tools: { values: [{ type: 'document_library', libraryIds }] },
		});
		const [tool] = body?.tools as IDataObject[];
		const found = JSON.stringify(libraryIds).includes('lib_2') ? ['lib_1', 'lib_2'] : ['lib_1'];
		expect(tool).toEqual({ type: 'document_library', library_ids: found });
	});
});
