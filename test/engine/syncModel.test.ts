import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { pessimistic } from '../../simulator/settings';
import { useSimulator } from '../simulator/useSimulator';
import { type Command, commands, runsOf } from '../sync/modelCommands';
import { KeptModel, type Watched } from './keptModel';

/** Of changes and runs, with either service. */
const sequences = 100;

const watched: Watched = { onAnswer: undefined };

const holds = async (session: ReturnType<typeof useSimulator>, part: number) => {
	let runs = 0;
	await fc.assert(
		fc.asyncProperty(commands, async (sequence: Command[]) => {
			const model = new KeptModel(session.simulator, watched);
			for (const command of sequence) await model.do(command);
			await model.end();
			runs += model.runs;
		}),
		runsOf(part, sequences),
	);
	expect(runs).toBeGreaterThan(2 * sequences);
};

describe('two sources in one library, kept in step by the node whatever befalls its runs', () => {
	describe('when it is in our favour', () => {
		const session = useSimulator({ processingTime: 0, onAnswer: () => watched.onAnswer?.() });
		it('are as their maps', () => holds(session, 101), 3_600_000);
	});

	describe('when all that the vendor leaves open is against us', () => {
		const session = useSimulator({
			...pessimistic,
			processingTime: 0,
			onAnswer: () => watched.onAnswer?.(),
		});
		it('are as their maps', () => holds(session, 102), 3_600_000);
	});
});
