import { describe, expect, it, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { friendly, type SimulatorSettings } from '../../simulator/settings';
import { byId } from '../contract/parameterSets/shared';
import { useSimulator } from '../simulator/useSimulator';
import { calls, conversationsOf, sendOne } from './chat';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();
const send = async (text: string, parameters: INodeParameters = {}) =>
	await sendOne(session.simulator, text, parameters);

/** A function of the user's, a tool that waits for a yes, and another so that neither is used unasked. */
const tools = {
	values: [
		{ type: 'web_search' },
		{ type: 'function', name: 'get_rate' },
		{ type: 'connector', connectorId: 'gmail', options: { requiresConfirmation: 'gmail_search' } },
	],
};
const both = 'Hi\n/call get_rate {}\n/call gmail_search {}';
const entries = () => conversationsOf(session.simulator)[0]?.entries ?? [];
const resultsSent = () =>
	session.simulator.requests.flatMap(({ body }) => {
		const { inputs } = (body ?? {}) as { inputs?: IDataObject[] };
		return Array.isArray(inputs) ? [inputs.map(({ type }) => type)] : [];
	});

describe('a chat whose last run left calls open', () => {
	it.each<[string, string, Partial<SimulatorSettings>]>([
		['results', 'Hi\n/call get_rate {}\n/call get_rate {"day":1}', {}],
		['a yes', 'Hi\n/call gmail_search {}', {}],
		['both', both, {}],
		['both, which the API wants to have decided first', both, { openCalls: 'confirmations-first' }],
		['both, which the API wants to have results first', both, { openCalls: 'results-first' }],
		['both, which the history shows late', both, { historyLag: { reads: 2 }, completedAt: 'null' }],
	])('goes on with the next message: %s', async (_, text, settings) => {
		Object.assign(session.simulator.state.settings, friendly, settings);
		const first = await send(text, { tools });
		expect(first.item.status).toBe('requires_action');
		const next = await send('Never mind. How are you?');
		expect(next.error).toBeUndefined();
		expect(next.item).toMatchObject({ session: 'continued', status: 'completed' });
		expect(next.item.text).toContain('How are you?');
		const said = entries().filter(
			(entry) => entry.type === 'message.input' && String(entry.content).includes('Never mind'),
		);
		expect(said).toHaveLength(1);
		const again = await send('And now?');
		expect(again.item.status).toBe('completed');
	});

	it('is not asked for its history as long as nothing is open', async () => {
		await send('Hello');
		await send('And then?');
		expect(calls(session.simulator).some((call) => call.includes('history'))).toBe(false);
	});

	it('tells the model of each call, in one request with the message', async () => {
		await send('Hi\n/call get_rate {}\n/call get_rate {"day":1}', { tools });
		session.simulator.requests.length = 0;
		await send('Never mind');
		expect(resultsSent()).toEqual([['function.result', 'function.result', 'message.input']]);
		expect(calls(session.simulator).slice(2)).toEqual([
			'POST conversations/ID 400',
			'GET conversations/ID/history 200',
			'POST conversations/ID 200',
		]);
		const results = entries().filter(({ type }) => type === 'function.result');
		expect(results).toMatchObject([
			{ result: 'Cancelled: the user went on without a result.' },
			{ result: 'Cancelled: the user went on without a result.' },
		]);
	});

	it('denies what waits for a yes in a request of its own, of which the caller hears nothing', async () => {
		await send('Hi\n/call gmail_search {}', { tools });
		session.simulator.requests.length = 0;
		let heard = '';
		const { item } = await sendOne(
			session.simulator,
			'Never mind',
			{},
			{
				onChunk: ({ type, content = '' }) => {
					if (type === 'item') heard += content;
				},
			},
		);
		expect(heard).toBe(item.text);
		const bodies = session.simulator.requests.flatMap(({ body }) => (body ? [body] : []));
		expect(bodies).toMatchObject([
			{ inputs: 'Never mind' },
			{ tool_confirmations: [{ confirmation: 'deny' }], stream: true },
			{ inputs: [{ type: 'message.input', content: 'Never mind' }], stream: true },
		]);
	});

	it('stops with an error that names the calls, where that is wanted', async () => {
		const { item } = await send('Hi\n/call get_rate {}', { tools });
		const [{ toolCallId = '' } = {}] = item.functionCalls as IDataObject[];
		const { error } = await send('Never mind', { options: { onOpenCalls: 'error' } });
		expect(error?.message).toContain(String(toolCallId));
		expect(error?.description).toContain('On Open Calls');
		expect(entries().filter(({ type }) => type === 'function.result')).toEqual([]);
	});
});

describe('an append to a conversation that waits for results', () => {
	const append = async (conversationId: unknown, parameters: INodeParameters) =>
		await runConversations(credentialFor(session.simulator), {
			operation: 'append',
			conversationId: byId(String(conversationId)),
			...parameters,
		});

	it('is an error by default, and cancels them where that is wanted', async () => {
		const { item } = await send('Hi\n/call get_rate {}', { tools });
		const [{ toolCallId = '' } = {}] = item.functionCalls as IDataObject[];
		const refused = await append(item.conversationId, { text: 'Never mind' });
		expect(refused.error?.message).toContain('function results are still missing');
		expect(refused.error?.description).toContain(`get_rate (${String(toolCallId)})`);
		expect(refused.error?.description).toContain('set On Open Calls in the options to Cancel');
		const { outputs } = await append(item.conversationId, {
			text: 'Never mind',
			options: { onOpenCalls: 'cancel' },
		});
		expect(outputs[0]).toMatchObject([{ status: 'completed' }]);
	});

	it('brings the results that there are, and cancels the others', async () => {
		const { item } = await send('Hi\n/call get_rate {}\n/call get_rate {"day":1}', { tools });
		const [{ toolCallId = '' } = {}] = item.functionCalls as IDataObject[];
		const result = { type: 'function.result', tool_call_id: toolCallId, result: '42' };
		const { outputs, error } = await append(item.conversationId, {
			inputType: 'json',
			inputs: JSON.stringify([result]),
			options: { onOpenCalls: 'cancel' },
		});
		expect(error).toBeUndefined();
		expect(outputs[0]).toMatchObject([{ status: 'completed' }]);
		const results = entries().filter(({ type }) => type === 'function.result');
		expect(results.map((entry) => (entry as { result?: string }).result).sort()).toEqual([
			'42',
			'Cancelled: the user went on without a result.',
		]);
	});
});

test('a restart from a call without its result says which entries can be chosen', async () => {
	const { item } = await send('Hi');
	const { item: waiting } = await send('/call get_rate {}');
	expect(waiting.status).toBe('requires_action');
	const call = entries().findLast(({ type }) => type === 'function.call');
	const { error } = await runConversations(credentialFor(session.simulator), {
		operation: 'restart',
		conversationId: byId(String(item.conversationId)),
		fromEntryId: byId(String(call?.id)),
		text: 'Never mind',
	});
	expect(error?.message).toContain('function results are still missing');
	expect(error?.description).toContain('choose an entry before the calls, or after their results');
});
