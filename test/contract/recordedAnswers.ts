import { afterEach, beforeEach } from '@jest/globals';

import type { Answer } from '../../simulator/requestLog';
import { startSimulator, type Simulator } from '../../simulator/server';

/** A simulator of its own for every test of the file, and all that it has answered. */
export function useRecordedAnswers(): {
	readonly simulator: Simulator;
	readonly answers: Answer[];
} {
	let answers: Answer[] = [];
	let simulator: Simulator | undefined;
	beforeEach(async () => {
		answers = [];
		simulator = await startSimulator({ onAnswer: (answer) => answers.push(answer) });
	});
	afterEach(() => simulator?.close());
	return {
		get simulator() {
			if (!simulator) throw new Error('There is a simulator only while a test runs');
			return simulator;
		},
		get answers() {
			return answers;
		},
	};
}
