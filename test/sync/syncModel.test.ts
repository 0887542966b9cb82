import { describe, it } from '@jest/globals';
import fc from 'fast-check';

import { type Command, commands, runsOf } from './modelCommands';
import { Model } from './syncModel';

/** With each mode; each is a sequence of changes of two sources and of their runs, in one library. */
const sequences = 400;

const holds = (mode: 'replaces' | 'merges', part: number) =>
	fc.assert(
		fc.asyncProperty(commands, async (sequence: Command[]) => {
			const model = new Model(mode);
			for (const command of sequence) await model.do(command);
			await model.end();
		}),
		runsOf(part, sequences),
	);

describe('two sources in one library, whatever happens to them and to their runs', () => {
	it(
		'find their documents there and touch no others, when a PATCH replaces attributes',
		() => holds('replaces', 1),
		3_600_000,
	);

	it(
		'find their documents there and touch no others, when a PATCH merges attributes',
		() => holds('merges', 2),
		3_600_000,
	);
});
