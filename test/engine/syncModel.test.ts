import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { useSimulator } from '../simulator/useSimulator';
import { type Command, commands } from '../sync/modelCommands';
import { KeptModel, type Watched } from './keptModel';

/** How many sequences of changes and runs; more by hand, with SYNC_SEQUENCES. */
const sequences = Number(process.env.SYNC_SEQUENCES ?? 16);

const watched: Watched = { onAnswer: undefined };

const holds = async (session: ReturnType<typeof useSimulator>, seed: number) => {
	let runs = 0;
	await fc.assert(
		fc.asyncProperty(commands, async (sequence: Command[]) => {
			const model = new KeptModel(session.simulator, watched);
			for (const command of sequence) await model.do(command);
			await model.end();
			runs += model.runs;
		}),
		{ seed, numRuns: sequences / 2, endOnFailure: process.env.SYNC_SEQUENCES === undefined },
	);
	expect(runs).toBeGreaterThan(sequences);
};

describe('two sources in one library, kept in step by the node whatever befalls its runs', () => {
	describe('when a PATCH replaces attributes', () => {
		const session = useSimulator({ processingTime: 0, onAnswer: () => watched.onAnswer?.() });
		it('are as their maps', () => holds(session, 20_260_201), 3_600_000);
	});

	describe('when a PATCH merges attributes', () => {
		const session = useSimulator({
			processingTime: 0,
			attributes: 'merge',
			onAnswer: () => watched.onAnswer?.(),
		});
		it('are as their maps', () => holds(session, 20_260_202), 3_600_000);
	});
});
