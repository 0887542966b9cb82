import type { IDataObject } from 'n8n-workflow';

import type { FunctionCall } from './toolResults';

/** What is to be done after an answer. */
export type Step =
	/** The answer leaves no call open. */
	| { kind: 'finished' }
	/** The next round: run the calls, and append their results and nothing else. */
	| { kind: 'run'; calls: FunctionCall[] }
	/** At least one call waits for a person or for the user's workflow; no tool of this round may run. */
	| { kind: 'requires_action'; calls: FunctionCall[] }
	/** The tools would serve the calls, but have had all the rounds that they may have. */
	| { kind: 'max_rounds'; calls: FunctionCall[] };

/** Who serves the functions that the model may call, and how often. */
export interface Rounds {
	/** Names of the functions that connected n8n tools serve. */
	served: { has(name: string): boolean };
	/**
	 * Whether a call that no tool serves may be meant for the user's workflow: the function is defined in
	 * the request, or the agent or the existing conversation may have it. Otherwise the model made it up.
	 */
	isForUser: (name: string) => boolean;
	maxRounds: number;
}

/**
 * Decides what follows an answer. Calls of names that the model made up are in `calls` of `run`, too: they
 * get a result that says so.
 *
 * @param outputs of the latest answer only
 * @param roundsDone rounds of tools before that answer
 */
export function nextStep(
	outputs: IDataObject[],
	roundsDone: number,
	{ served, isForUser, maxRounds }: Rounds,
): Step {
	const calls = openCalls(outputs);
	if (calls.length === 0) return { kind: 'finished' };
	const waits = ({ name, confirmation_status: status }: FunctionCall) =>
		status === 'pending' || (!served.has(name) && isForUser(name));
	if (calls.some(waits)) return { kind: 'requires_action', calls };
	return { kind: roundsDone < maxRounds ? 'run' : 'max_rounds', calls };
}

/** The calls that wait for a result or a confirmation; one that was confirmed or denied is the API's own. */
export const openCalls = (outputs: IDataObject[]): FunctionCall[] =>
	outputs
		.filter(({ type }) => type === 'function.call')
		.map((entry) => entry as FunctionCall)
		.filter(({ confirmation_status: status }) => !status || status === 'pending');

/**
 * The usage of all answers together; null when one of them has none (it was taken from the history), for
 * the sum of the others would be too low.
 */
export function sumOfUsage(usages: Array<IDataObject | null | undefined>): IDataObject | null {
	const known = usages.filter((usage) => usage !== null && usage !== undefined);
	return known.length === usages.length ? known.reduce(sum, {}) : null;
}

/** Numbers are added, objects field by field; null and missing fields count as nothing. */
const sum = (a: IDataObject, b: IDataObject): IDataObject => {
	const total = { ...a };
	for (const [name, value] of Object.entries(b)) {
		const before = total[name];
		if (typeof value === 'number') total[name] = value + (typeof before === 'number' ? before : 0);
		else if (isFields(value)) total[name] = sum(isFields(before) ? before : {}, value);
		else total[name] = before ?? value;
	}
	return total;
};

const isFields = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
