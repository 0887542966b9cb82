import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ index }));
const start = { operation: 'start', text: '=Item {{ $json.index }}' };
const inputsSent = () =>
	session.simulator.requests.map(({ body }) => (body as { inputs: string }).inputs);

describe('a run over many items', () => {
	it('keeps their order and pairs each output with its item', async () => {
		// The first one comes back last.
		session.simulator.faults.add({ latency: 200 });
		const { outputs, pairs } = await runConversations(credentialFor(session.simulator), start, {
			items: many(12),
		});
		expect(pairs).toEqual(many(12).map(({ index }) => index));
		for (const [index, { text }] of outputs[0]?.entries() ?? []) {
			expect(text).toContain(`Item ${index}`);
		}
	});

	it('gets through a thousand of them', async () => {
		const { outputs } = await runConversations(
			credentialFor(session.simulator),
			{ ...start, options: { maxConcurrency: 50 } },
			{ items: many(1000) },
		);
		expect(new Set(outputs[0]?.map(({ conversationId }) => conversationId)).size).toBe(1000);
	});

	it.each([
		['five at a time', {}, 5],
		['as many at a time as the user says', { maxConcurrency: 2 }, 2],
	])('sends %s', async (_, options, expected) => {
		session.simulator.faults.add({ latency: 50, times: Infinity });
		let most = 0;
		const watch = setInterval(() => {
			const open = session.simulator.requests.filter(({ status }) => status === undefined).length;
			most = Math.max(most, open);
		}, 1);
		await runConversations(
			credentialFor(session.simulator),
			{ ...start, options },
			{ items: many(12) },
		);
		clearInterval(watch);
		expect(most).toBe(expected);
	});

	it('sends what goes to one conversation one by one in input order, the rest in parallel', async () => {
		const target = await runConversations(credentialFor(session.simulator), start, {
			items: many(21),
		});
		const [one, ...others] = (target.outputs[0] ?? []).map(({ conversationId }) => conversationId);
		session.simulator.requests.length = 0;
		session.simulator.faults.add({ latency: 100, times: Infinity });
		const items = others.flatMap((other, index) => [
			{ conversation: one, text: `one ${index}` },
			{ conversation: other, text: `other ${index}` },
		]);
		const { outputs, error } = await runConversations(
			credentialFor(session.simulator),
			{
				operation: 'append',
				conversationId: { __rl: true, mode: 'id', value: '={{ $json.conversation }}' },
				text: '={{ $json.text }}',
				options: { maxRetries: 0 },
			},
			{ items: items as IDataObject[] },
		);
		// The simulator answers 409 to a conversation that is being answered: none may have been sent.
		expect(error).toBeUndefined();
		expect(session.simulator.requests.every(({ status }) => status === 200)).toBe(true);
		const sentToOne = inputsSent().filter((text) => text.startsWith('one'));
		expect(sentToOne).toEqual(many(20).map(({ index }) => `one ${index}`));
		expect(outputs[0]?.map(({ text }) => String(text))).toEqual(
			items.map(({ text }) => expect.stringContaining(String(text))),
		);
		// In parallel: some of the others went out before the first answer could be there.
		const [first] = session.simulator.requests;
		const early = session.simulator.requests.filter(({ at }) => at < (first?.at ?? 0) + 100);
		expect(early.length).toBeGreaterThan(1);
	});

	it('continues on fail with 2 of 30 items failing and keeps the pairing', async () => {
		const items = many(30).map(({ index }) => ({
			index,
			temperature: [7, 19].includes(index) ? 'hot' : 0.5,
		}));
		const { outputs, pairs, run } = await runConversations(
			credentialFor(session.simulator),
			{ ...start, completionArgs: { temperature: '={{ $json.temperature }}' } },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(run.status).toBe('success');
		expect(pairs).toEqual(items.map(({ index }) => index));
		for (const [index, item] of outputs[0]?.entries() ?? []) {
			if ([7, 19].includes(index)) {
				expect(item).toEqual({
					error: `The parameter "Completion Arguments > Temperature" must be a number, but is "hot" [item ${index}]`,
				});
			} else expect(item.text).toContain(`Item ${index}`);
		}
		expect(session.simulator.requests).toHaveLength(28);
	});

	it('tells the API’s error with its codes on the item, or on the error output', async () => {
		const refusal = { status: 400, body: { message: 'Results are missing', code: 3001 } };
		const told = { error: 'Results are missing', httpCode: '400', code: 3001 };
		session.simulator.faults.add(refusal);
		const regular = await runConversations(credentialFor(session.simulator), start, {
			items: [{ index: 1 }],
			onError: 'continueRegularOutput',
		});
		expect(regular.outputs).toEqual([[told]]);
		session.simulator.faults.add(refusal);
		const separate = await runConversations(credentialFor(session.simulator), start, {
			items: [{ index: 1 }],
			onError: 'continueErrorOutput',
		});
		expect(separate.outputs).toEqual([[], [{ index: 1, ...told }]]);
	});

	it('sends nothing at all when any item is wrong', async () => {
		const items = [{ index: 0 }, { index: 1 }, {}];
		const { error } = await runConversations(
			credentialFor(session.simulator),
			{ operation: 'start', text: '={{ $json.index }}' },
			{ items },
		);
		expect(error?.message).toBe('The parameter "Text" is empty [item 2]');
		expect(session.simulator.requests).toEqual([]);
	});

	it('stops after a failure and waits for what is under way', async () => {
		session.simulator.faults.add({ status: 400, body: { message: 'No' } });
		session.simulator.faults.add({ latency: 100, times: 4 });
		const { error } = await runConversations(credentialFor(session.simulator), start, {
			items: many(50),
		});
		expect(error?.message).toBe('No');
		expect(session.simulator.requests.length).toBeGreaterThan(1);
		expect(session.simulator.requests.length).toBeLessThanOrEqual(5);
		expect(session.simulator.requests.every(({ status }) => status !== undefined)).toBe(true);
	});

	it('stops when the user cancels', async () => {
		session.simulator.faults.add({ latency: 10_000, times: Infinity });
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(), 300);
		const { run } = await runConversations(credentialFor(session.simulator), start, {
			items: many(20),
			signal: cancel.signal,
		});
		expect(run.status).toBe('canceled');
		expect(session.simulator.requests).toHaveLength(5);
	});

	it('does not wait for the next attempt when the user cancels', async () => {
		session.simulator.faults.add({
			status: 429,
			headers: { 'retry-after': '60' },
			times: Infinity,
		});
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(), 300);
		const { run } = await runConversations(credentialFor(session.simulator), start, {
			signal: cancel.signal,
		});
		expect(run.status).toBe('canceled');
		expect(session.simulator.requests).toHaveLength(1);
	});
});

it("a wrong option of the first item is the first item's only", async () => {
	const { outputs, error } = await runConversations(
		credentialFor(session.simulator),
		{
			operation: 'start',
			text: 'Hello',
			stream: false,
			options: { metadata: '={{ $json.metadata }}' },
		},
		{ items: [{ metadata: '{ wrong' }, { metadata: '{}' }], onError: 'continueRegularOutput' },
	);
	expect(error).toBeUndefined();
	expect(outputs[0]).toMatchObject([
		{ error: expect.stringContaining('"Options > Metadata" is not valid JSON') },
		{ status: 'completed' },
	]);
});
