import { describe, expect, it } from '@jest/globals';

import { poll } from '../../scripts/n8n/process/poll';
import { pieces, stepsOf, textOf } from '../streamedLines';
import { answerTo, conversations, counting, stream, world } from './world';

describe('streaming through workers', () => {
	it('brings each of several callers its own words, as they come', async () => {
		const messages = counting();
		const texts = ['harbour', 'bridge', 'market', 'station', 'garden', 'tower'].map(
			(place) => `Please tell me all that there is to say about the old ${place} of the town`,
		);
		const streams = await Promise.all(texts.map(stream));
		for (const [index, lines] of streams.entries()) {
			expect(textOf(lines)).toBe(answerTo(texts[index] ?? ''));
			const words = pieces(lines);
			// A worker that is busy passes several on together.
			expect(words.length).toBeGreaterThan(2);
			expect((words.at(-1)?.at ?? 0) - (words[0]?.at ?? 0)).toBeGreaterThan(100);
		}
		expect(messages()).toHaveLength(texts.length);
	});

	it('brings a cut answer whole, or an error', async () => {
		const messages = counting();
		// The history of an answer that ends in a function call is watched for 10 s, else for 2 minutes.
		world.simulator.faults.add({ path: conversations, cutAfter: 2 });
		const cut = stream('/call get_weather {"city":"Oslo"}');
		await poll(() => Promise.resolve(messages()[0]), { failure: 'Nothing', timeout: 10_000 });
		world.simulator.faults.add({ path: conversations, errorAfter: 3 });
		const failed = await stream('Tell me about the old mill');
		expect(failed.at(-1)).toMatchObject({ type: 'error' });
		expect(stepsOf(await cut)).toMatchObject([
			{ type: 'function.call', arguments: '{"city":"Oslo"}' },
		]);
		expect(messages()).toHaveLength(2);
	});
});
