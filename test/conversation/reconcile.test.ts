import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { Sought } from '../../nodes/shared/conversation/inputsInHistory';
import { reconcile } from '../../nodes/shared/conversation/reconcile';
import type { Chunk, Content, Entry } from '../../nodes/shared/transport/entities';

/** ISO dates, in seconds after some moment. */
const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000).toISOString();

const input = (content: string | Chunk[], seconds = 0): Entry => ({
	type: 'message.input',
	created_at: at(seconds),
	content,
});
const message = (content: Content, id = 'msg_1', seconds = 1): Entry => ({
	type: 'message.output',
	id,
	created_at: at(seconds),
	completed_at: null,
	content,
});
const result = (tool_call_id: string, text = '42'): Entry => ({
	type: 'function.result',
	tool_call_id,
	result: text,
});
const tool: Entry = { type: 'tool.execution', id: 'tool_1' };
const call: Entry = { type: 'function.call', id: 'fc_1', tool_call_id: 'call_1' };
const handoff: Entry = { type: 'agent.handoff', id: 'handoff_1' };

/** What is found when the looks at the history give these one after the other, the last for ever. */
async function found(
	looks: Array<Entry[] | undefined>,
	{ inputs = 'Hello' as unknown, body = {} as IDataObject, ...known }: Options = {},
) {
	const waits: number[] = [];
	let look = 0;
	const entries = await reconcile(
		{ pause: async (ms) => void waits.push(ms) },
		async () => looks[Math.min(look++, looks.length - 1)],
		{ body: { inputs, ...body } as IDataObject, seen: [], lastBefore: null, ...known },
	);
	return { entries, waits, looks: look, seconds: waits.reduce((sum, ms) => sum + ms, 0) / 1000 };
}

interface Options extends Partial<Sought> {
	inputs?: unknown;
}

describe('an answer is taken from the history for whole', () => {
	it('when two minutes have not changed it', async () => {
		const history = [input('Hello'), tool, message('Done')];
		const { entries, waits } = await found([history]);
		expect(entries).toEqual([tool, message('Done')]);
		expect(waits.map((ms) => ms / 1000)).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
	});

	it('sooner after a function call', async () => {
		expect((await found([[input('Hello'), call]])).seconds).toBe(15);
	});

	it('not while it grows, nor through looks that fail', async () => {
		const growing = ['D', 'Do', 'Done'].map((text) => [input('Hello'), message(text)]);
		const { entries, looks } = await found([...growing.slice(0, 2), undefined, growing[2]]);
		expect(entries).toEqual([message('Done')]);
		expect(looks).toBeGreaterThan(6);
	});

	it('not because looks fail: only those that succeed tell that nothing changes', async () => {
		const failing = Array.from({ length: 8 }, () => undefined);
		const begun = [input('Hello'), message('I will run some code for that.')];
		const whole = [...begun, tool, message('It is 42.', 'msg_2')];
		expect((await found([begun, ...failing, whole])).entries).toEqual(whole.slice(1));
	});

	it('not while a tool works that the history shows only when it has ended', async () => {
		const begun = [input('Hello'), message('I will run some code for that.')];
		const whole = [...begun, tool, message('It is 42.', 'msg_2')];
		// The sixth look is a minute after the first one.
		const { entries } = await found([...Array.from({ length: 6 }, () => begun), whole]);
		expect(entries).toEqual(whole.slice(1));
	});

	it('when it ends in a function call, not when in a tool', async () => {
		expect((await found([[input('Hello'), call]])).entries).toEqual([call]);
		expect((await found([[input('Hello'), tool]])).entries).toBeUndefined();
	});

	it('when it ends in a handoff that the client carries out, not in one of the server', async () => {
		const history = [input('Hello'), message('One moment'), handoff];
		const body = { handoff_execution: 'client' };
		expect((await found([history], { body })).entries).toEqual(history.slice(1));
		expect((await found([history])).entries).toBeUndefined();
	});

	it('not when it lacks an entry, a word or an argument that was seen', async () => {
		const history = [input('Hello'), message('Done'), { ...call, arguments: '{"a":1}' }];
		const seenOf = async (seen: Entry) => (await found([history], { seen: [seen] })).entries;
		expect(await seenOf(message('Do'))).toBeDefined();
		expect(await seenOf({ ...call, arguments: '{"a"' })).toBeDefined();
		expect(await seenOf(message('Did'))).toBeUndefined();
		expect(await seenOf({ ...call, arguments: '{"b"' })).toBeUndefined();
		expect(await seenOf(tool)).toBeUndefined();
	});

	it('not when its arguments break off, which no tool may run with', async () => {
		const calling = (args: string) => [input('Hello'), { ...call, arguments: args }];
		for (const half of ['', '{"amount":1', '1', '"EUR']) {
			expect((await found([calling(half)])).entries).toBeUndefined();
		}
		expect((await found([calling('{"amount":1'), calling('{"amount":12}')])).entries).toEqual(
			calling('{"amount":12}').slice(1),
		);
	});

	it('not when only other entries say that they are completed', async () => {
		const asked = { ...input('Hello'), completed_at: at(0) };
		expect((await found([[asked, message('Do')]])).entries).toBeUndefined();
		const done = { ...message('Done'), completed_at: at(2) };
		expect(
			(
				await found([
					[asked, message('Do')],
					[asked, done],
				])
			).entries,
		).toEqual([done]);
	});

	it('after up to ten minutes in which nothing changed, and no later', async () => {
		const late = Array.from({ length: 18 }, () => [input('Hello')]);
		const { entries } = await found([...late, [input('Hello'), message('Hi')]]);
		expect(entries).toEqual([message('Hi')]);
		const { entries: none, seconds } = await found([[input('Hello')]]);
		expect(none).toBeUndefined();
		expect(seconds).toBeGreaterThanOrEqual(600);
		expect(seconds).toBeLessThan(640);
		expect((await found([undefined])).seconds).toBeLessThan(640);
	});
});

describe('an older answer is never taken for the new one', () => {
	/** Nothing is known of what an append finds in the history. */
	const append = { inputs: 'continue', lastBefore: undefined };
	const older = [input('continue', -60), message('Chapter one', 'msg_1', -58)];

	it('when the same was said before and the history does not have it again yet', async () => {
		const startedAt = at(0);
		expect((await found([older], { ...append, startedAt })).entries).toBeUndefined();
		const newer = [...older, input('continue', 0), message('Chapter two', 'msg_2', 3)];
		expect((await found([older, newer], { ...append, startedAt })).entries).toEqual([newer[3]]);
		expect((await found([older, newer.slice(0, 3)], { ...append, startedAt })).entries).toBe(
			undefined,
		);
	});

	it('when times cannot tell: then it ends at once, or when nothing changes any more', async () => {
		const newer = [...older, input('continue', 0), message('Chapter two', 'msg_2', 1)];
		expect((await found([newer], append)).looks).toBe(0);
		const zoneless = at(0).replace('Z', '');
		expect((await found([newer], { ...append, startedAt: zoneless })).looks).toBe(0);
		// It was whole within the time by which clocks may differ.
		expect((await found([newer], { ...append, startedAt: at(0) })).entries).toBeUndefined();
	});

	it('because its input is older, though another answer to it goes on meanwhile', async () => {
		const slow = [input('continue', -30), message('Chapter one', 'msg_1', 5)];
		expect((await found([slow], { ...append, startedAt: at(0) })).entries).toBeUndefined();
	});

	it('by what was seen of the new one', async () => {
		const seen = [message('Chapter', 'msg_2')];
		expect((await found([older], { ...append, seen })).entries).toBeUndefined();
		const newer = [...older, input('continue', 0), message('Chapter two', 'msg_2', 0)];
		expect((await found([newer], { ...append, seen })).entries).toEqual([newer[3]]);
	});

	it('when what was seen has no id', async () => {
		const seen = [{ type: 'message.output', content: 'Chapter' }];
		expect((await found([older], { ...append, seen })).looks).toBe(0);
	});

	it('though both are content of several chunks', async () => {
		const chunks = (text: string, ...more: string[]): Chunk[] => [
			{ type: 'text', text },
			...more.map((type) => ({ type })),
		];
		const inputs = [{ role: 'user', content: chunks('What is this?', 'image_url') }];
		const find = async (said: Chunk[] | string) =>
			(await found([[input(said), message('A cat')]], { inputs })).entries;
		expect(await find(chunks('What is that?', 'image_url'))).toBeUndefined();
		expect(await find(chunks('What is this?', 'document_url'))).toBeUndefined();
		expect(await find('What is this?')).toBeUndefined();
		expect(await find(chunks('What is this?', 'image_url'))).toEqual([message('A cat')]);
		// The API may write one text in either form.
		const text = [{ role: 'user', content: [{ type: 'text', text: 'Hello', extra: null }] }];
		const history = [input('Hello'), message('Hi')];
		expect((await found([history], { inputs: text })).entries).toEqual([message('Hi')]);
	});

	it('for function results, which are told by the ids of all calls', async () => {
		const inputs = [result('call_2'), result('call_3')];
		const first = [input('Hello'), call, result('call_1'), { ...call, id: 'fc_2' }];
		const sought = { ...append, inputs };
		expect((await found([first], sought)).entries).toBeUndefined();
		const half = [...first, result('call_2'), message('Not yet')];
		expect((await found([half], sought)).entries).toBeUndefined();
		const whole = [...first, ...inputs, message('So it is 42', 'msg_2')];
		expect((await found([first, whole], sought)).entries).toEqual([whole.at(-1)]);
	});

	it('for confirmations, which leave no entry', async () => {
		const body = { tool_confirmations: [{ tool_call_id: 'call_1', confirmation: 'allow' }] };
		const sought = { ...append, inputs: [], body };
		const done = [input('Hello'), call, tool, message('Done')];
		expect((await found([done.slice(0, 2)], { ...sought, startedAt: at(0) })).entries).toBe(
			undefined,
		);
		expect((await found([done], { ...sought, seen: [tool] })).entries).toEqual(done.slice(2));
		// What stands before the first that was seen may belong to an older answer.
		expect((await found([done], { ...sought, seen: [message('Done')] })).entries).toBeUndefined();
	});

	it('in a conversation that holds a copy of what was said up to an entry', async () => {
		const restart = { inputs: 'continue', lastBefore: 'msg_1' };
		expect((await found([older], restart)).entries).toBeUndefined();
		const newer = [...older, input('continue', 0), message('Another chapter', 'msg_2', 0)];
		expect((await found([older, newer], restart)).entries).toEqual([newer[3]]);
		// The copies may have other ids.
		const renamed = newer.map((entry) => ({ ...entry, id: `copy_${String(entry.id)}` }));
		expect((await found([renamed], restart)).entries).toBeUndefined();
		const without = { inputs: [], lastBefore: 'msg_1' };
		expect((await found([[...older, message('More', 'msg_2')]], without)).entries).toEqual([
			message('More', 'msg_2'),
		]);
	});

	it('before the results of its calls, which somebody has sent meanwhile', async () => {
		const other: Entry = { type: 'function.call', id: 'fc_2', tool_call_id: 'call_2' };
		const gone = [result('call_1'), result('call_2'), message('42, then')];
		const history = [input('Hello'), tool, call, other, ...gone];
		expect((await found([history])).entries).toEqual([tool, call, other]);
		// Of a call of which the answer knows nothing it is not.
		const foreign = [input('Hello'), tool, call, result('call_3'), message('42, then')];
		expect((await found([foreign])).entries).toBeUndefined();
	});

	it('when somebody else has gone on: then nobody can tell which is which', async () => {
		const history = [input('Hello'), message('Hi'), input('And now?'), message('Now')];
		const seen = [message('H')];
		expect((await found([history], { seen })).entries).toBeUndefined();
		expect((await found([history], { inputs: 'Good bye' })).entries).toBeUndefined();
	});
});
