import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { conversation } from '../../nodes/MistralConversations/resources/conversation';
import type { Operation } from '../../nodes/shared/operation/operation';
import { apiPath } from '../../nodes/shared/transport/path';
import { requestFor } from '../operation/requestFor';
import { describedTest } from './describedTest';

const conversationId = { __rl: true, mode: 'id', value: 'conv_1' };
const guardrails = [
	{ block_on_error: true, moderation_llm_v2: { action: 'block', ignore_other_categories: true } },
];
const run = { maxConcurrency: 2, maxRetries: 1, timeout: 1000 };

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

/** For each operation parameter sets with every optional field set, and one with none. */
const sets: Record<string, { none: IDataObject; all: IDataObject[] }> = {
	start: {
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
	append: {
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
	restart: {
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
	get: { none: { conversationId }, all: [{ conversationId, options: run }] },
	getAll: {
		none: {},
		all: [{ returnAll: true, filters: { metadata: { ticket: '4711' } }, options: run }],
	},
	getHistory: { none: { conversationId }, all: [{ conversationId, options: run }] },
	getMessages: { none: { conversationId }, all: [{ conversationId, options: run }] },
	delete: { none: { conversationId }, all: [{ conversationId, options: run }] },
};

const request = (operation: Operation, given: IDataObject) => requestFor(operation, given);
const setsOf = ({ value }: Operation) => {
	const found = sets[value];
	if (!found) throw new Error(`No parameter sets for the operation ${value}`);
	return found;
};

/** Names of collection fields and row fields, as `completionArgs.topP`. */
const fieldNames = ({ name, type, options = [] }: INodeProperties): string[] => {
	const fields =
		type === 'fixedCollection'
			? (options as INodePropertyCollection[]).flatMap(({ values }) => values)
			: (options as INodeProperties[]);
	return type === 'collection' || type === 'fixedCollection'
		? fields.map((field) => `${name}.${field.name}`)
		: [name];
};
const namesSet = (set: IDataObject): string[] =>
	Object.entries(set).flatMap(([name, value]) => {
		const rows = (value as { values?: unknown } | undefined)?.values as IDataObject[] | undefined;
		if (Array.isArray(rows))
			return rows.flatMap((row) => Object.keys(row).map((field) => `${name}.${field}`));
		return ['options', 'filters', 'completionArgs'].includes(name)
			? Object.keys(value as IDataObject).map((field) => `${name}.${field}`)
			: [name];
	});

describe.each(conversation.operations.map((operation) => [operation.value, operation] as const))(
	'the request of %s',
	(_, operation) => {
		// So that a new parameter is not forgotten below.
		it('is checked with each of its parameters', () => {
			const known = setsOf(operation).all.flatMap(namesSet);
			const missing = operation.properties
				.flatMap(fieldNames)
				.filter((name) => !['text', 'inputType', 'simplify', 'limit'].includes(name))
				.filter((name) => !known.includes(name));
			expect(missing).toEqual([]);
		});

		describedTest('fits the description, with all optional fields and with none', (description) => {
			const { none, all } = setsOf(operation);
			for (const set of [none, ...all]) {
				const { method, path, query, body } = request(operation, set);
				const paging = operation.paging ? { page_size: '100', ...operation.paging.query() } : {};
				const texts = Object.entries({ ...query, ...paging }).map(([key, value]) => [
					key,
					`${value}`,
				]);
				expect(
					description.requestErrors(method, apiPath(path), {
						query: Object.fromEntries(texts) as Record<string, string>,
						body,
						strict: true,
					}),
				).toEqual([]);
			}
		});
	},
);

const operation = (value: string) => {
	const found = conversation.operations.find((one) => one.value === value);
	if (!found) throw new Error(`No operation ${value}`);
	return found;
};

describe('a request', () => {
	it('holds what is required and nothing else when nothing is set', () => {
		const bodies = ['start', 'append', 'restart'].map(
			(name) => request(operation(name), setsOf(operation(name)).none).body,
		);
		expect(bodies).toEqual([
			{ model: 'mistral-medium-latest', inputs: 'Hello', stream: true },
			{ inputs: 'Hello', stream: true },
			{ from_entry_id: 'msg_1', inputs: 'Hello', stream: true },
		]);
	});

	it('has everything under the names of the API', () => {
		const [model, agent, version] = setsOf(operation('start')).all.map(
			(set) => request(operation('start'), set).body,
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
		const { body } = request(operation('start'), {
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
			'The parameter "Tools > Library IDs" is empty',
		],
		[
			{ tools: { values: [{ type: 'web_search' }] }, completionArgs: { toolChoice: 'required' } },
			'The parameter "Completion Arguments > Tool Choice" is "required", which Mistral refuses',
		],
		[
			{ tools: { values: [{ type: 'function', name: 'f', parameters: '{ "type": "objekt" }' }] } },
			'The parameter "Tools > Parameters" is not a JSON schema: "type" must be one of',
		],
		[
			{ completionArgs: { responseFormat: 'json_schema', jsonSchema: '{ "city": "string" }' } },
			'The parameter "Completion Arguments > JSON Schema" is not a JSON schema: it has none',
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
		expect(() => request(operation('start'), { text: 'Hello', ...parameters })).toThrow(message);
	});

	it('is refused with more tools than Mistral takes', () => {
		const values = Array.from({ length: 129 }, () => ({ type: 'web_search' }));
		expect(() => request(operation('start'), { text: 'Hello', tools: { values } })).toThrow(
			'The parameter "Tools" has 129 tools, but Mistral takes at most 128',
		);
	});

	it('may demand a tool that is not built in', () => {
		const values = [
			{ type: 'connector', connectorId: 'wiki' },
			{ type: 'function', name: 'f' },
		];
		const completionArgs = { toolChoice: 'required' };
		const { body } = request(operation('start'), { text: 'x', tools: { values }, completionArgs });
		expect(body).toMatchObject({ completion_args: { tool_choice: 'required' } });
	});
});
