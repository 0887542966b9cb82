import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { poll } from '../../scripts/n8n/process/poll';
import { pieces, textOf } from '../streamedLines';
import { answerTo, counting, heldAnswer, newest, stream, streamId, world } from './world';

// What n8n does: a worker passes words to the main process by Redis's publish and subscribe, and what it
// says before the main process has subscribed again is lost to the caller. Nothing else is, while Redis
// keeps its data. n8n's processes end when Redis is away for 10 s.
describe('an answer while a server is away', () => {
	const ask = async (text: string) => {
		const messages = counting();
		const { gate, asked: lines } = await heldAnswer(() => stream(text), 4);
		return { gate, lines, messages };
	};
	/** n8n refuses callers until it has seen that the database is there again. */
	const startDatabase = async () => {
		await world.queue.database.start();
		const ready = async () => (await fetch(`${world.n8n.url}/healthz/readiness`)).ok || undefined;
		await poll(ready, { failure: 'n8n was not ready', timeout: 30_000 });
	};
	/** Whether words are some of the answer's, in its order. */
	const expectWordsOf = (answer: string, words: string[]) => {
		let from = 0;
		for (const word of words) {
			expect(answer.slice(from)).toContain(word);
			from = answer.indexOf(word, from) + word.length;
		}
	};

	it('goes on when Redis is restarted, twice', async () => {
		const text = 'Tell me about all the bridges of the old town';
		const { gate, lines, messages } = await ask(text);
		for (let round = 0; round < 2; round++) {
			await world.queue.redis.stop();
			gate.release(2);
			await sleep(1000);
			await world.queue.redis.start();
		}
		// So that the main process hears again of how it ends.
		await sleep(3000);
		gate.open();
		const words = pieces(await lines).map(({ content = '' }) => content);
		expectWordsOf(answerTo(text), words);
		expect((await lines).at(-1)).toMatchObject({ type: 'end' });
		expect(messages()).toHaveLength(1);
		const { status, data } = await newest(streamId);
		expect(status).toBe('success');
		const item = data.resultData.runData.Answer?.[0]?.data?.main?.[0]?.[0]?.json;
		expect(item).toMatchObject({ text: answerTo(text) });
	});

	it('goes on when PostgreSQL is restarted', async () => {
		const text = 'Tell me about all the markets of the old town';
		const { gate, lines, messages } = await ask(text);
		await world.queue.database.stop();
		gate.release(2);
		await sleep(3000);
		await startDatabase();
		gate.open();
		expect(textOf(await lines)).toBe(answerTo(text));
		expect(messages()).toHaveLength(1);
	});

	// n8n cannot store its end then, and lists it as running until a main process starts.
	it('reaches its caller when it ends while PostgreSQL is away', async () => {
		const text = 'Tell me about all the gardens of the old town';
		const { gate, lines, messages } = await ask(text);
		await world.queue.database.stop();
		gate.open();
		expect(textOf(await lines)).toBe(answerTo(text));
		await startDatabase();
		expect(messages()).toHaveLength(1);
	});
});
