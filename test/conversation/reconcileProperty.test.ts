import { expect, it } from '@jest/globals';
import fc from 'fast-check';

import { reconcile } from '../../nodes/shared/conversation/reconcile';
import type { Entry } from '../../nodes/shared/transport/entities';

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000).toISOString();

/** A turn in which the same is said as in all others; messages are parted by tools. */
const turn = (number: number, messages: number, begin: number): Entry[] => [
	{ type: 'message.input', id: `in_${number}`, content: 'continue', created_at: at(begin) },
	...Array.from({ length: messages * 2 - 1 }, (_, index): Entry => {
		const fields = { id: `out_${number}_${index}`, created_at: at(begin + index + 0.5) };
		return index % 2
			? { ...fields, type: 'tool.execution' }
			: { ...fields, type: 'message.output', content: `Chapter ${number}.${index}` };
	}),
];

it('gives exactly the answer or nothing, whatever was said before, was seen and is late', async () => {
	const size = fc.integer({ min: 1, max: 4 });
	// A tool works for less than two minutes, which six looks at the most fall into.
	const looks = fc.array(fc.constantFrom('fails', 'lags', 'begun'), { maxLength: 6 });
	await fc.assert(
		fc.asyncProperty(
			fc.array(size, { maxLength: 3 }),
			size,
			fc.nat({ max: 7 }),
			fc.nat({ max: 7 }),
			looks,
			fc.boolean(),
			async (older, messages, seenCount, begunCount, late, isTimed) => {
				const before = older.flatMap((count, index) => turn(index, count, -100 + index * 30));
				const [input, ...answer] = turn(9, messages, 0) as [Entry, ...Entry[]];
				const whole = [...before, input, ...answer];
				const views = {
					fails: undefined,
					lags: before,
					begun: [...before, input, ...answer.slice(0, begunCount)],
				};
				let look = 0;
				const found = await reconcile(
					{ pause: async () => undefined },
					async () => {
						const kind = late[look++];
						return kind ? views[kind] : whole;
					},
					{
						body: { inputs: 'continue' },
						seen: answer.slice(0, seenCount),
						startedAt: isTimed ? at(0.1) : undefined,
					},
				);
				if (found || seenCount > 0) expect(found).toEqual(answer);
			},
		),
		{ numRuns: 1000 },
	);
});
