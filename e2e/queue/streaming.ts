import { describe, expect, it } from '@jest/globals';

import { poll } from '../../scripts/n8n/process/poll';
import type { Fault } from '../../simulator/faults';
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

	it('brings cut answers whole, or an error', async () => {
		const messages = counting();
		const begin = async (text: string, fault: Fault) => {
			const before = messages().length;
			world.simulator.faults.add({ path: conversations, ...fault });
			const lines = stream(text);
			await poll(() => Promise.resolve(messages()[before]), {
				failure: `"${text}" was not sent`,
				timeout: 10_000,
			});
			return { lines };
		};
		const text = 'Please tell me all that there is to say about the old mill';
		const cut = await begin(text, { cutAfter: 4 });
		const cutCall = await begin('/call get_weather {"city":"Oslo"}', { cutAfter: 2 });
		const failed = await begin('Tell me about the old bridge', { errorAfter: 3 });
		expect((await failed.lines).at(-1)).toMatchObject({ type: 'error' });
		// The history of an answer that ends in a function call is watched for 10 s, else for 2 minutes.
		expect(stepsOf(await cutCall.lines)).toMatchObject([
			{ type: 'function.call', arguments: '{"city":"Oslo"}' },
		]);
		expect(textOf(await cut.lines)).toBe(answerTo(text));
		expect(messages()).toHaveLength(3);
	});
});
