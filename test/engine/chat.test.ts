import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { poll } from '../../scripts/n8n/process/poll';
import { friendly } from '../../simulator/settings';
import { byId } from '../contract/parameterSets/shared';
import { useSimulator } from '../simulator/useSimulator';
import { calls, conversationsOf, saidIn, sendAll, sendOne, type Settings } from './chat';

const session = useSimulator();
const send = async (text: string, parameters: INodeParameters = {}, settings: Settings = {}) =>
	await sendOne(session.simulator, text, parameters, settings);
const twice = ['GET conversations 200', 'GET conversations 200'];

describe('a message of a chat', () => {
	it('starts a conversation, and the next one goes on, with no field filled in', async () => {
		const first = await send('Hello');
		expect(first.item).toMatchObject({ session: 'started', status: 'completed' });
		const second = await send('And then?');
		expect(second.item).toMatchObject({
			session: 'continued',
			conversationId: first.item.conversationId,
		});
		expect(conversationsOf(session.simulator).map(saidIn)).toEqual([['Hello', 'And then?']]);
		expect(conversationsOf(session.simulator)[0]?.metadata).toEqual({ sessionKey: 's1' });
	});

	it('costs two requests more than Start or Append, both at once: a page of the list and an empty one', async () => {
		await send('Hello');
		expect(calls(session.simulator)).toEqual([...twice, 'POST conversations 200']);
		session.simulator.requests.length = 0;
		// The first page is long in coming.
		session.simulator.faults.add({ method: 'GET', latency: 1500 });
		const sending = send('And then?');
		const [first] = await poll(
			() => Promise.resolve(session.simulator.requests[1] && session.simulator.requests),
			{ failure: 'There was no second request', timeout: 20_000, interval: 5 },
		);
		expect(first?.status).toBeUndefined();
		await sending;
		expect(calls(session.simulator)).toEqual([...twice, 'POST conversations/ID 200']);
		expect(session.simulator.requests[0]?.query).toMatchObject({ metadata: '{"sessionKey":"s1"}' });
	});

	it('sends on what an append knows and nothing else', async () => {
		const parameters = {
			instructions: 'Be brief',
			tools: { values: [{ type: 'web_search' }] },
			completionArgs: { temperature: 0.1 },
			options: { name: 'Chat', description: 'A talk', guardrails: [] },
		};
		await send('Hello', parameters);
		await send('And then?', parameters);
		const bodies = session.simulator.requests
			.filter(({ method }) => method === 'POST')
			.map(({ body }) => body);
		expect(bodies).toEqual([
			{
				model: 'mistral-medium-latest',
				instructions: 'Be brief',
				tools: [{ type: 'web_search' }],
				inputs: 'Hello',
				completion_args: { temperature: 0.1 },
				stream: true,
				metadata: { sessionKey: 's1' },
				name: 'Chat',
				description: 'A talk',
			},
			{ inputs: 'And then?', completion_args: { temperature: 0.1 }, stream: true },
		]);
	});

	it('stays in its session: by key, and by agent', async () => {
		const [agent] = session.simulator.state.agents.list();
		const toAgent = { target: 'agent', agentId: byId(String(agent?.id)) };
		await send('To a model');
		await send('To an agent', toAgent);
		await send('To another model', { model: byId('mistral-small-latest') });
		await send('To the agent again', toAgent);
		expect(conversationsOf(session.simulator).map(saidIn)).toEqual([
			['To a model', 'To another model'],
			['To an agent', 'To the agent again'],
		]);
	});

	it('needs a key', async () => {
		const { error } = await send('Hello', { sessionKey: '={{ $json.nothing }}' });
		expect(error?.message).toContain('The parameter "Session Key" is empty');
		expect(session.simulator.requests).toEqual([]);
	});

	it('says in the unsimplified output, too, whether it started the session', async () => {
		const { item } = await send('Hello', { simplify: false });
		expect(item).toMatchObject({ session: 'started', object: 'conversation.response' });
	});
});

describe('the first messages of one session in one execution', () => {
	it.each([
		['at once', {}],
		['when the list shows the new one late', { listLag: Infinity }],
		['when the filter is ignored', { metadataFilter: 'ignored' as const, largestPage: 3 }],
	])('make one conversation %s', async (_, settings) => {
		Object.assign(session.simulator.state.settings, friendly, settings);
		const messages = ['One', 'Two', 'Three'].map((chatInput) => ({ sessionId: 's1', chatInput }));
		const { outputs } = await sendAll(session.simulator, messages);
		expect(outputs[0]?.map((item) => item.session)).toEqual(['started', 'continued', 'continued']);
		expect(conversationsOf(session.simulator).map(saidIn)).toEqual([['One', 'Two', 'Three']]);
	});

	it('make one conversation also when the answer to the first one failed on the way', async () => {
		session.simulator.state.settings.listLag = Infinity;
		session.simulator.faults.add({ errorAfter: 3, error: { message: 'Oh', code: 3000 } });
		const messages = ['One', 'Two'].map((chatInput) => ({ sessionId: 's1', chatInput }));
		const { outputs } = await sendAll(
			session.simulator,
			messages,
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]).toMatchObject([{ error: 'Oh' }, { session: 'continued' }]);
		expect(conversationsOf(session.simulator)).toHaveLength(1);
	});
});

describe('when two conversations of a session were started at the same moment', () => {
	it.each(['newest-first', 'oldest-first'] as const)(
		'the older one is used from then on (%s)',
		async (listOrder) => {
			const { state } = session.simulator;
			state.settings.listOrder = listOrder;
			const [older, younger] = ['2026-01-01', '2026-01-02'].map((day) =>
				state.newConversation({
					metadata: { sessionKey: 's1' },
					created_at: `${day}T00:00:00Z`,
				}),
			);
			if (older && younger) for (const one of [older, younger]) state.add(one);
			const { item } = await send('Hello');
			expect(item).toMatchObject({ session: 'continued', conversationId: older?.id });
		},
	);
});

describe('a session whose conversation was deleted', () => {
	it('starts anew', async () => {
		const { item } = await send('Hello');
		session.simulator.state.conversations.delete(String(item.conversationId));
		const next = await send('Anybody there?');
		expect(next.item.session).toBe('started');
	});

	it('starts anew when it happened after the list was read, and the caller hears one answer', async () => {
		const { item } = await send('Hello');
		const id = String(item.conversationId);
		// The list goes on showing it.
		const gone = { status: 404, body: { message: 'Conversation was not found' } };
		session.simulator.faults.add({ path: `/v1/conversations/${id}`, ...gone, times: 2 });
		const chunks: string[] = [];
		session.simulator.requests.length = 0;
		const next = await send(
			'Anybody there?',
			{},
			{ onChunk: ({ type }) => void chunks.push(type) },
		);
		expect(next.item).toMatchObject({ session: 'started' });
		expect(next.item.conversationId).not.toBe(id);
		expect(chunks.filter((type) => type !== 'item')).toEqual(['begin', 'end']);
		expect(calls(session.simulator)).toEqual([
			...twice,
			'POST conversations/ID 404',
			'GET conversations/ID 404',
			...twice,
			'POST conversations 200',
		]);
	});

	it('does not start anew for a 404 that is about something else', async () => {
		await send('Hello');
		const inputs = JSON.stringify([
			{
				role: 'user',
				content: [{ type: 'document_url', document_url: 'https://nowhere.invalid/a.pdf' }],
			},
		]);
		const { error } = await send('', { inputType: 'json', inputs });
		expect(error?.message).toContain('could not be fetched');
		expect(conversationsOf(session.simulator)).toHaveLength(1);
	});
});
