import { setTimeout } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';

import type { Agent } from '../../simulator/agents/registry';
import type { ConversationResponse } from '../../simulator/conversations/exchange';
import type { Document } from '../../simulator/libraries/document';
import type { Entry } from '../../simulator/schemas/entries';
import { friendly, pessimistic, type SimulatorSettings } from '../../simulator/settings';
import { openStream } from './openStream';
import { documentsPath, newLibrary, upload } from './uploads';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start, append } = session;

const set = (settings: Partial<SimulatorSettings>) =>
	Object.assign(session.simulator.state.settings, settings);

const path = '/v1/conversations';

async function history(id: string): Promise<Entry[]> {
	const { body } = await call<{ entries: Entry[] }>('GET', `${path}/${id}/history`);
	return body.entries;
}

const kindsIn = async (id: string) => (await history(id)).map(({ type }) => type);

/** Says something before and after a tool that works for a while. */
const working = {
	model: 'mistral-medium-latest',
	inputs: 'Run some code\n/work 60',
	tools: [{ type: 'code_interpreter' }],
};

/** Long enough to look at it meanwhile. */
const longWorking = { ...working, inputs: 'Run some code\n/work 800' };

test('every setting has a value in the client’s favour and another one against it', () => {
	for (const [name, value] of Object.entries(pessimistic)) {
		expect({ name, value }).not.toEqual({ name, value: friendly[name as keyof SimulatorSettings] });
	}
	expect(Object.keys(pessimistic)).toEqual(Object.keys(friendly));
});

test('of two simulators each has settings of its own', () => {
	set({ metadataFilter: 'ignored' });
	expect(friendly.metadataFilter).toBe('subset');
});

describe('the history', () => {
	test('shows what a request adds after some reads', async () => {
		const { conversation_id: id } = await start('one');
		set({ historyLag: { reads: 2 } });
		await append(id, 'two');
		expect(await kindsIn(id)).toHaveLength(2);
		const { body } = await call<{ messages: Entry[] }>('GET', `${path}/${id}/messages`);
		expect(body.messages).toHaveLength(2);
		expect(await kindsIn(id)).toHaveLength(4);
	});

	test('shows what a request adds after some time, also while it is streamed', async () => {
		set({ historyLag: 600 });
		const { simulator } = session;
		simulator.faults.add({ stallAfter: 1 });
		const reading = await openStream(simulator, path, { ...working, inputs: 'one' });
		await reading.until(1);
		const id = (reading.events[0] as { conversation_id: string }).conversation_id;
		expect(await history(id)).toEqual([]);
		await setTimeout(610);
		expect(await history(id)).toMatchObject([{ content: 'one' }]);
		reading.leave();
	});

	test('has an entry from its first event on, or when it is whole', async () => {
		const seen = async (historyEntries: SimulatorSettings['historyEntries']) => {
			set({ historyEntries });
			session.simulator.faults.add({ stallAfter: 10 });
			const reading = await openStream(session.simulator, path, working);
			await reading.until(10);
			expect(reading.events.at(-1)).toMatchObject({ type: 'tool.execution.delta' });
			const id = (reading.events[0] as { conversation_id: string }).conversation_id;
			const kinds = await kindsIn(id);
			reading.leave();
			return kinds;
		};
		expect(await seen('growing')).toEqual(['message.input', 'message.output', 'tool.execution']);
		expect(await seen('whole')).toEqual(['message.input', 'message.output']);
	});

	test('says when entries were finished, or never does', async () => {
		const { conversation_id: id } = await start('one');
		expect((await history(id)).every((entry) => entry.completed_at)).toBe(true);
		set({ completedAt: 'null' });
		expect((await history(id)).map((entry) => entry.completed_at)).toEqual([null, null]);
	});

	test('has times by a clock that may be another one', async () => {
		set({ clockSkew: -300_000 });
		const before = Date.now();
		const { conversation_id: id } = await start('one');
		for (const { created_at } of await history(id)) {
			expect(Date.parse(created_at)).toBeLessThan(before);
		}
	});
});

describe('a tool', () => {
	test('works as long as it was told, between two messages', async () => {
		const before = performance.now();
		const { outputs, conversation_id: id } = await start(working.inputs, { tools: working.tools });
		expect(performance.now() - before).toBeGreaterThan(59);
		const [, tool, last] = outputs;
		expect(outputs.map(({ type }) => type)).toEqual([
			'message.output',
			'tool.execution',
			'message.output',
		]);
		const worked = Date.parse(String(tool?.completed_at)) - Date.parse(String(tool?.created_at));
		expect(worked).toBeGreaterThan(55);
		expect(Date.parse(String(last?.created_at))).toBeGreaterThanOrEqual(
			Date.parse(String(tool?.completed_at)),
		);
		expect((await history(id)).slice(1)).toEqual(outputs);
	});

	test('is waited for in the history of a stream whose client has gone', async () => {
		set({ historyEntries: 'whole' });
		session.simulator.faults.add({ cutAfter: 10 });
		const reading = await openStream(session.simulator, path, longWorking);
		await reading.toEnd().catch(() => undefined);
		const id = (reading.events[0] as { conversation_id: string }).conversation_id;
		expect(await kindsIn(id)).toEqual(['message.input', 'message.output']);
		while ((await kindsIn(id)).length < 4) await setTimeout(5);
		expect((await history(id)).at(-1)).toMatchObject({ type: 'message.output' });
	});

	test('goes on when nobody waits for an answer in one piece any more', async () => {
		const { url, apiKey, state } = session.simulator;
		const leaving = new AbortController();
		const request = fetch(url + path, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: JSON.stringify(longWorking),
			signal: leaving.signal,
		});
		while (state.conversations.size === 0) await setTimeout(5);
		leaving.abort();
		await expect(request).rejects.toThrow();
		const [id = ''] = state.conversations.keys();
		expect((await call('POST', `${path}/${id}`, { inputs: 'more' })).status).toBe(409);
		while ((await kindsIn(id)).length < 4) await setTimeout(5);
	});
});

test('requests to a busy conversation may both be answered, their entries among each other', async () => {
	const { conversation_id: id } = await start(working.inputs, { tools: working.tools });
	set({ simultaneousRequests: 'answered' });
	const [slow, quick] = await Promise.all([
		append(id, 'Run code again\n/work 600'),
		setTimeout(100).then(() => append(id, 'Hello')),
	]);
	const ids = (await history(id)).map((entry) => entry.id);
	const of = ({ outputs }: ConversationResponse) => outputs.map((output) => output.id);
	expect(ids).toEqual(expect.arrayContaining([...of(slow), ...of(quick)]));
	expect(ids).toHaveLength(new Set(ids).size);
	expect(ids.at(-1)).toBe(of(slow).at(-1));
});

describe('lists', () => {
	const listed = async (query = '') =>
		(await call<{ name: string | null }[]>('GET', `${path}${query}`)).body.map(({ name }) => name);

	test('of conversations have a new one after some reads', async () => {
		set({ listLag: { reads: 2 } });
		await start('x', { name: 'new' });
		expect([await listed(), await listed(), await listed()]).toEqual([[], [], ['new']]);
	});

	test('are sorted from either end, and pages may be smaller than asked for', async () => {
		for (const name of ['a', 'b', 'c']) await start('x', { name });
		expect(await listed()).toEqual(['c', 'b', 'a']);
		set({ listOrder: 'oldest-first', largestPage: 2 });
		expect(await listed()).toEqual(['a', 'b']);
		expect(await listed('?page=1')).toEqual(['c']);
		const agents = async () => (await call<Agent[]>('GET', '/v1/agents')).body[0]?.name;
		expect(await agents()).toBe('Web researcher');
	});

	test('filter metadata or ignore the filter', async () => {
		await start('x', { name: 'a', metadata: { key: 1, other: 2 } });
		const query = `?metadata=${encodeURIComponent('{"key":2}')}`;
		expect(await listed(query)).toEqual([]);
		set({ metadataFilter: 'ignored' });
		expect(await listed(query)).toEqual(['a']);
	});

	test('of agents take a name as the whole, as a part or not at all', async () => {
		const named = async (nameFilter: SimulatorSettings['nameFilter']) => {
			set({ nameFilter });
			const reply = await call<{ data: Agent[] }>('GET', '/v1/agents/pages?name=reporter');
			return reply.body.data.length;
		};
		expect([await named('exact'), await named('substring'), await named('ignored')]).toEqual([
			0, 1, 4,
		]);
	});

	test('move by one place while conversations are read page by page', async () => {
		for (const name of ['a', 'b', 'c']) await start('x', { name });
		set({ addedBetweenPages: true });
		expect(await listed('?page_size=2')).toEqual(['c', 'b']);
		expect(await listed('?page_size=2&page=1')).toEqual(['b', 'a']);
		expect(await listed('?page_size=9')).toHaveLength(4);
	});

	test('of documents may ignore what is searched for', async () => {
		const { id } = newLibrary(session);
		for (const name of ['a', 'b']) await upload(session, id, name);
		const found = async () => {
			const { body } = await call<{ data: Document[] }>('GET', `${documentsPath(id)}?search=a`);
			return body.data.length;
		};
		expect(await found()).toBe(1);
		set({ documentSearch: 'ignored' });
		expect(await found()).toBe(2);
	});

	test('move by one place while documents are read page by page', async () => {
		set({ addedBetweenPages: true });
		const { id } = newLibrary(session);
		for (const name of ['a', 'b', 'c']) await upload(session, id, name);
		const page = async (number: number) => {
			const query = `?page_size=2&page=${number}&sort_by=created_at`;
			const { body } = await call<{ data: Document[] }>('GET', documentsPath(id) + query);
			return body.data.map(({ name }) => name);
		};
		expect([...(await page(0)), ...(await page(1))]).toEqual(['c', 'b', 'b', 'a']);
	});
});

describe('a document', () => {
	test('has its attributes replaced or joined', async () => {
		const { id } = newLibrary(session);
		const { body } = await upload(session, id, 'a.txt');
		const patch = async (attributes: object | null) => {
			const one = `${documentsPath(id)}/${body.id}`;
			return (await call<Document>('PATCH', one, { attributes })).body.attributes;
		};
		await patch({ a: 1, b: 1 });
		expect(await patch({ b: 2 })).toEqual({ b: 2 });
		set({ attributes: 'merge' });
		expect(await patch({ c: 3 })).toEqual({ b: 2, c: 3 });
		expect(await patch({})).toEqual({ b: 2, c: 3 });
		expect(await patch(null)).toBeNull();
	});

	test('shows the end of its last processing for a while when it is processed again', async () => {
		set({ statusLag: { reads: 2 } });
		const { id } = newLibrary(session);
		const { body } = await upload(session, id, 'a.error.txt');
		const one = `${documentsPath(id)}/${body.id}`;
		const status = async () => {
			return (await call<Document>('GET', `${one}/status`)).body.process_status;
		};
		expect([await status(), await status()]).toEqual(['in_progress', 'error']);
		await call('POST', `${one}/reprocess`);
		expect([await status(), await status(), await status(), await status()]).toEqual([
			'error',
			'error',
			'in_progress',
			'error',
		]);
	});
});

describe('all of them against the client', () => {
	const hard = useSimulator({ ...pessimistic });

	test('make answers that are as well-formed as ever', async () => {
		const { conversation_id: id } = await hard.start('one', { metadata: { a: 1 } });
		await hard.append(id, 'two');
		const kept = async () =>
			(await hard.call<{ entries: Entry[] }>('GET', `${path}/${id}/history`)).body.entries.length;
		expect([await kept(), await kept(), await kept()]).toEqual([2, 2, 4]);
	});
});
