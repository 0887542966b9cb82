import { describe, it } from '@jest/globals';
import fc from 'fast-check';

import { type Command, commands } from './modelCommands';
import { Model } from './syncModel';

/** Each is a sequence of changes of two sources and of their runs, in one library. */
const sequences = 800;

const holds = (mode: 'replaces' | 'merges', seed: number) =>
	fc.assert(
		fc.asyncProperty(commands, async (sequence: Command[]) => {
			const model = new Model(mode);
			for (const command of sequence) await model.do(command);
			await model.end();
		}),
		{ seed, numRuns: sequences / 2 },
	);

describe('two sources in one library, whatever happens to them and to their runs', () => {
	it(
		'find their documents there and touch no others, when a PATCH replaces attributes',
		() => holds('replaces', 20_260_101),
		120_000,
	);

	it(
		'find their documents there and touch no others, when a PATCH merges attributes',
		() => holds('merges', 20_260_102),
		120_000,
	);
});
