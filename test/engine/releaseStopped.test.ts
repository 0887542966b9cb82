import { describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';

import type { Fault } from '../../simulator/faults';
import { useSimulator } from '../simulator/useSimulator';
import { fasterPauses } from './fasterPauses';
import { defined, type Definition, questionsTo, release, stateOf } from './release';

let onAnswer: (() => void) | undefined;
const session = useSimulator({ onAnswer: () => onAnswer?.() });
fasterPauses();

const [desk] = defined;
const [aboutDays, aboutOrders] = desk.checks;
const saying = (days: string, expected = days): Partial<Definition> => ({
	instructions: `Orders can be sent back for free within ${days}.`,
	checks: [{ ...aboutDays, expected }, aboutOrders],
});

/** What is in production before, if anything, what the run is to release, and whether it may. */
const cases = [
	{ what: 'a new agent', before: undefined, after: saying('30 days'), isGood: true },
	{
		what: 'a new agent that answers wrongly',
		before: undefined,
		after: saying('30 days', 'a year'),
		isGood: false,
	},
	{ what: 'a good version', before: saying('30 days'), after: saying('14 days'), isGood: true },
	{
		what: 'a bad version',
		before: saying('30 days'),
		after: saying('14 days', '30 days'),
		isGood: false,
	},
];

/** Whatever moved the alias, that version had answered all questions, and rightly. */
function checkMoves(definition: Definition, isGood: boolean): void {
	const { requests } = session.simulator;
	const questions = definition.checks?.map(({ question }) => question) ?? [];
	for (const [index, { method, query }] of requests.entries()) {
		if (method !== 'PUT') continue;
		expect(isGood).toBe(true);
		const asked = questionsTo({ requests: requests.slice(0, index) }, Number(query.version));
		expect(asked).toEqual(expect.arrayContaining(questions));
	}
}

/** Runs the example on an agent of its own, with trouble at its nth request; then once more, undisturbed. */
async function releaseTwice(
	{ before, after, isGood }: (typeof cases)[number],
	at: number,
	trouble: (at: number) => AbortSignal | undefined,
): Promise<{ requests: number }> {
	const { simulator } = session;
	const definition = { ...desk, ...after, name: `Desk ${at}` };
	if (before) await release(simulator, [{ ...definition, ...before }]);
	simulator.requests.length = 0;
	const signal = trouble(at);
	await release(simulator, [definition], { ...(signal && { signal }) });
	// What was under way still reaches the API.
	if (signal?.aborted) await setTimeout(30);
	simulator.faults.clear();
	onAnswer = undefined;
	const requests = simulator.requests.length;
	checkMoves(definition, isGood);
	const old = before ? 0 : undefined;
	const stopped = stateOf(simulator, definition);
	const allowed = isGood ? [old, before ? 1 : 0] : [old];
	expect(allowed).toContain(stopped?.production);

	const { [definition.name]: report } = await release(simulator, [definition]);
	checkMoves(definition, isGood);
	const last = stateOf(simulator, definition);
	const newest = last?.versions.at(-1);
	expect(report?.outcome).toMatch(
		isGood ? /^(released|unchanged)$/ : before ? 'rolled back' : 'not released',
	);
	expect(last?.production).toBe(isGood ? newest : old);
	expect(last?.current).toBe(isGood || !before ? newest : old);
	return { requests };
}

/** Every request of the run in turn, until there is none left to befall. */
async function atEachRequest(
	one: (typeof cases)[number],
	trouble: (at: number) => AbortSignal | undefined,
): Promise<number> {
	for (let at = 1; ; at++) {
		const { requests } = await releaseTwice(one, at, trouble);
		if (requests < at) return at - 1;
	}
}

/** n8n is gone once so many requests have been carried out, and does not even see the last answer. */
function killAfter(at: number): AbortSignal {
	const killed = new AbortController();
	session.simulator.faults.add({ skip: at, times: Infinity, disconnect: 'before-request' });
	let answers = 0;
	onAnswer = () => {
		if (++answers === at) killed.abort();
	};
	return killed.signal;
}

const fault = (more: Fault) => (at: number) =>
	void session.simulator.faults.add({ skip: at - 1, ...more });

describe.each(cases)('the release of $what', (one) => {
	it.each([
		['is killed at', killAfter],
		['finds no Mistral any more from', fault({ disconnect: 'before-request', times: Infinity })],
		['is refused', fault({ status: 400, body: { message: 'No' } })],
		['meets an overload at', fault({ status: 500, body: 'Overloaded' })],
		['meets a limit at', fault({ status: 429, headers: { 'retry-after': '1' } })],
		['loses the answer of', fault({ disconnect: 'before-answer' })],
	])(
		'%s any of its requests: only what has passed is in production, and the next run does the rest',
		async (_, trouble) => {
			expect(await atEachRequest(one, trouble)).toBeGreaterThanOrEqual(8);
		},
		60_000,
	);
});
