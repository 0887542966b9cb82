import { beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();

const run = async (operation: string, parameters: IDataObject = {}) => {
	const result = await runConversations(credentialFor(session.simulator), {
		operation,
		...parameters,
	} as never);
	if (result.error) throw new Error(`${result.error.message} | ${result.error.description}`);
	return result.outputs[0] ?? [];
};
const started = async (text = 'Hello', more: IDataObject = {}) => {
	const [reply = {}] = await run('start', { text, ...more });
	return reply;
};
const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });

describe('Mistral Conversations in the engine of n8n', () => {
	it('starts with a model and gives the simplified answer', async () => {
		expect(await started('Hello')).toEqual({
			conversationId: expect.stringMatching(/^conv_/),
			status: 'completed',
			text: expect.stringContaining('Hello'),
			model: 'mistral-medium-latest',
			usage: expect.objectContaining({ total_tokens: expect.any(Number) }),
		});
	});

	it('starts with an agent in a version', async () => {
		const { id } = session.simulator.state.agents.add({
			name: 'Poet',
			model: 'mistral-small-latest',
		});
		const reply = await started('Hello', {
			target: 'agent',
			agentId: byId(id),
			options: { agentVersion: '0', handoffExecution: 'server' },
		});
		expect(reply).toMatchObject({ agentId: id, model: 'mistral-small-latest' });
		expect(session.simulator.requests[0]?.body).toEqual({
			agent_id: id,
			agent_version: 0,
			handoff_execution: 'server',
			inputs: 'Hello',
			stream: true,
		});
	});

	it('gives the raw answer of the API when not simplified', async () => {
		expect(await started('Hello', { simplify: false })).toMatchObject({
			object: 'conversation.response',
			conversation_id: expect.any(String),
			outputs: [{ type: 'message.output' }],
		});
	});

	it('uses web search and names the sources', async () => {
		const reply = await started('Who won?', { tools: { values: [{ type: 'web_search' }] } });
		expect(reply.references).toEqual(
			expect.arrayContaining([
				{ title: expect.any(String), url: expect.any(String), tool: 'web_search' },
			]),
		);
		expect(reply.toolExecutions).toMatchObject([{ type: 'tool.execution', name: 'web_search' }]);
	});

	it('gives function calls to the workflow and takes their results back', async () => {
		const tool = { type: 'function', name: 'get_rate', parameters: '{ "type": "object" }' };
		const reply = await started('Call get_rate', { tools: { values: [tool] } });
		expect(reply).toMatchObject({
			status: 'requires_action',
			functionCalls: [{ name: 'get_rate' }],
		});
		const [{ toolCallId }] = reply.functionCalls as [IDataObject];
		const result = { type: 'function.result', tool_call_id: toolCallId, result: '2.5 %' };
		const [answer] = await run('append', {
			conversationId: byId(reply.conversationId),
			inputType: 'json',
			inputs: JSON.stringify([result]),
		});
		expect(answer).toMatchObject({ status: 'completed', text: expect.stringContaining('2.5 %') });
	});

	it('parses an answer that must fit a JSON schema', async () => {
		const jsonSchema = JSON.stringify({
			type: 'object',
			properties: { city: { type: 'string' }, population: { type: 'integer' } },
			required: ['city', 'population'],
		});
		const reply = await started('Paris', {
			completionArgs: { responseFormat: 'json_schema', jsonSchema },
		});
		expect(reply.parsed).toEqual({ city: expect.any(String), population: expect.any(Number) });
		expect(JSON.parse(String(reply.text))).toEqual(reply.parsed);
	});

	it('appends to a conversation, with text, messages or entries', async () => {
		const { conversationId } = await started('My name is Ada');
		const inputs: IDataObject[] = [
			{ inputType: 'text', text: 'What is my name?' },
			{ inputType: 'messages', messages: { values: [{ role: 'user', text: 'And now?' }] } },
			{ inputType: 'json', inputs: '[{ "role": "user", "content": "And then?" }]' },
		];
		for (const input of inputs) {
			const [answer] = await run('append', { conversationId: byId(conversationId), ...input });
			expect(answer).toMatchObject({ conversationId, status: 'completed' });
		}
		expect(await run('getMessages', { conversationId: byId(conversationId) })).toHaveLength(8);
	});

	it('restarts from an entry in a new conversation', async () => {
		const { conversationId } = await started('One');
		await run('append', { conversationId: byId(conversationId), text: 'Two' });
		const [, firstAnswer] = await run('getHistory', { conversationId: byId(conversationId) });
		const [answer] = await run('restart', {
			conversationId: byId(conversationId),
			fromEntryId: byId(firstAnswer?.id),
			text: 'Three',
			options: { metadata: '{ "branch": "b" }' },
		});
		expect(answer?.conversationId).not.toBe(conversationId);
		const history = await run('getHistory', { conversationId: byId(answer?.conversationId) });
		expect(history.map(({ content }) => content)).toEqual([
			'One',
			firstAnswer?.content,
			'Three',
			answer?.text,
		]);
	});

	it('gets a conversation and deletes it', async () => {
		const { conversationId } = await started('Hello', { options: { name: 'Greeting' } });
		const [found] = await run('get', { conversationId: byId(conversationId) });
		expect(found).toMatchObject({ id: conversationId, name: 'Greeting' });
		expect(await run('delete', { conversationId: byId(conversationId) })).toEqual([
			{ deleted: true, conversationId },
		]);
		const again = await runConversations(credentialFor(session.simulator), {
			operation: 'get',
			conversationId: byId(conversationId),
		} as never);
		expect(again.error?.message).toContain('was not found');
		expect(again.error?.httpCode).toBe('404');
	});

	it('gives messages without, and the history with what tools did', async () => {
		const { conversationId } = await started('News?', {
			tools: { values: [{ type: 'web_search' }] },
		});
		const types = async (operation: string) =>
			(await run(operation, { conversationId: byId(conversationId) })).map(({ type }) => type);
		expect(await types('getMessages')).toEqual(['message.input', 'message.output']);
		expect(await types('getHistory')).toEqual([
			'message.input',
			'tool.execution',
			'message.output',
		]);
	});
});

describe('Get Many', () => {
	const key = 'ticket-4711';
	const list = (parameters: IDataObject) =>
		run('getAll', { filters: { metadata: { key } }, ...parameters });
	const pages = () => session.simulator.requests.map(({ query }) => [query.page, query.page_size]);

	beforeEach(async () => {
		const items = Array.from({ length: 230 }, (_, index) => ({ index }));
		await runConversations(
			credentialFor(session.simulator),
			{
				operation: 'start',
				text: '=Item {{ $json.index }}',
				options: { metadata: JSON.stringify({ key }), maxConcurrency: 20 },
			},
			{ items },
		);
		session.simulator.requests.length = 0;
	});

	it('asks for no more than the limit', async () => {
		expect(await list({ limit: 7 })).toHaveLength(7);
		expect(pages()).toEqual([['0', '7']]);
	});

	it('pages when the limit is larger than a page', async () => {
		expect(await list({ limit: 150 })).toHaveLength(150);
		expect(pages()).toEqual([
			['0', '100'],
			['1', '100'],
		]);
	});

	it('returns all, each conversation once', async () => {
		const all = await list({ returnAll: true });
		expect(new Set(all.map(({ id }) => id)).size).toBe(230);
		expect(pages().map(([page]) => page)).toEqual(['0', '1', '2', '3']);
	});

	it('gives no item when there is nothing', async () => {
		expect(await run('getAll', { filters: { metadata: '{ "key": "none" }' } })).toEqual([]);
	});
});
