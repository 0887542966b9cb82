import { describe, expect, it } from '@jest/globals';

import { reconcile } from '../../nodes/shared/conversation/reconcile';
import type { Chunk, Entry } from '../../nodes/shared/transport/entities';

const input = (content: string | Chunk[]): Entry => ({
	type: 'message.input',
	content,
});
const message = (content: string, id = 'msg_1'): Entry => ({
	type: 'message.output',
	id,
	content,
});
const tool: Entry = { type: 'tool.execution', id: 'tool_1' };
const call: Entry = { type: 'function.call', id: 'fc_1' };

/** What is found when the looks at the history give these one after the other, the last for ever. */
async function found(
	looks: Array<Entry[] | undefined>,
	{ seen = [] as Entry[], inputs = 'Hello' as unknown } = {},
) {
	const waits: number[] = [];
	let look = 0;
	const entries = await reconcile(
		{ pause: async (ms) => void waits.push(ms) },
		async () => looks[Math.min(look++, looks.length - 1)],
		inputs,
		seen,
	);
	return { entries, waits };
}

describe('looking for an answer in the history', () => {
	it('takes what two looks found equal', async () => {
		const history = [input('Hello'), tool, message('Done')];
		const { entries, waits } = await found([history]);
		expect(entries).toEqual([tool, message('Done')]);
		expect(waits).toEqual([1000, 2000]);
	});

	it('waits while the answer grows, and through looks that fail', async () => {
		const growing = ['D', 'Do', 'Done'].map((text) => [input('Hello'), message(text)]);
		const { entries, waits } = await found([...growing.slice(0, 2), undefined, growing[2]]);
		expect(entries).toEqual([message('Done')]);
		expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000]);
	});

	it('gives up after a minute', async () => {
		const { entries, waits } = await found([[input('Hello')]]);
		expect(entries).toBeUndefined();
		expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000]);
	});

	it('takes an answer that ends in a function call, but not one that ends in a tool', async () => {
		expect((await found([[input('Hello'), call]])).entries).toEqual([call]);
		expect((await found([[input('Hello'), tool]])).entries).toBeUndefined();
	});

	it('takes no answer that lacks an entry or a word that was seen', async () => {
		const history = [input('Hello'), message('Done')];
		expect((await found([history], { seen: [message('Do')] })).entries).toBeDefined();
		expect((await found([history], { seen: [message('Did')] })).entries).toBeUndefined();
		expect((await found([history], { seen: [tool] })).entries).toBeUndefined();
	});

	it('takes no answer to an older input', async () => {
		const history = [input('Hello'), message('Hi')];
		expect((await found([history], { inputs: 'And now?' })).entries).toBeUndefined();
		const inputs = [{ role: 'user', content: 'And now?' }];
		expect((await found([history], { inputs })).entries).toBeUndefined();
		const result = [{ type: 'function.result', tool_call_id: 'x', result: '42' }];
		expect((await found([history], { inputs: result })).entries).toBeUndefined();
		const next = [...history, { type: 'function.result', result: '42' }, message('So it is 42')];
		expect((await found([next], { inputs: result })).entries).toEqual([message('So it is 42')]);
	});

	it('leaves inputs alone that the API may write in another form', async () => {
		const history = [input([{ type: 'text', text: 'Hello' }]), message('Hi')];
		const inputs = [{ role: 'user', content: [{ type: 'text', text: 'Hello', extra: null }] }];
		expect((await found([history], { inputs })).entries).toEqual([message('Hi')]);
	});
});
