import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../simulator/faults';
import {
	type End,
	end,
	endOf,
	type History,
	history,
	historyFaults,
	settingsOf,
} from './streamCase';

/** Rounds of tool calls and what befalls them; times are ms in earnest. */
export interface RoundCase {
	/** Whether the conversation begins with the case. */
	said: 'start' | 'append';
	/** The calls that the model makes in each round, and in how many rounds. */
	calls: Call[];
	wanted: number;
	/** How many rounds the node allows, and whether more are an error. */
	most: number;
	failsAtMost: boolean;
	stream: boolean;
	/** Somebody reads along behind a webhook. */
	hasCaller: boolean;
	simplify: boolean;
	continueOnFail: boolean;
	/** The pause between two events. */
	wordDelay: number;
	clockSkew: number;
	trouble: Trouble[];
	/** The user stops the execution when so many requests have come, or so many tools have begun. */
	stop?: { at: 'request' | 'tool'; count: number };
	history: History;
}

/** One call of a round. All but those that are unknown, for the user or wait for a yes have a tool. */
export interface Call {
	to: 'text' | 'object' | 'throw' | 'nothing' | 'megabyte' | 'unknown' | 'malformed' | Waiting;
	/** How long its tool works. */
	time: number;
}

/** Calls that no tool may answer: of a function of the user's own, or one that wants a yes. */
type Waiting = 'user' | 'pending';

/** Something that befalls requests for an answer, after so many that it spares. */
type Trouble = { skip: number } & (Refusal | { end: End });

interface Refusal {
	refusedBy: 429 | 409;
	times: number;
}

const calls: fc.Arbitrary<Call[]> = fc.array(
	fc.record({
		to: fc.oneof(
			{ weight: 12, arbitrary: fc.constantFrom('text', 'object', 'throw', 'nothing') },
			{ weight: 4, arbitrary: fc.constantFrom('unknown', 'malformed') },
			{ weight: 1, arbitrary: fc.constantFrom('megabyte', 'user', 'pending') },
		) as fc.Arbitrary<Call['to']>,
		time: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2000 })),
	}),
	{ minLength: 1, maxLength: 4 },
);

const skip = fc.nat(5);

const refusal = fc.record({
	skip,
	refusedBy: fc.constantFrom(429, 409) as fc.Arbitrary<Refusal['refusedBy']>,
	times: fc.integer({ min: 1, max: 4 }),
});

const required = [
	'said',
	'calls',
	'wanted',
	'most',
	'failsAtMost',
	'stream',
	'hasCaller',
	'simplify',
	'continueOnFail',
	'wordDelay',
	'clockSkew',
	'trouble',
	'history',
] as const;

export const roundCases: fc.Arbitrary<RoundCase> = fc.record(
	{
		said: fc.constantFrom('start', 'append'),
		calls,
		wanted: fc.integer({ min: 1, max: 5 }),
		most: fc.integer({ min: 1, max: 5 }),
		failsAtMost: fc.boolean(),
		stream: fc.boolean(),
		hasCaller: fc.boolean(),
		simplify: fc.boolean(),
		continueOnFail: fc.boolean(),
		wordDelay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1000 })),
		clockSkew: fc.constantFrom(0, -300_000, 300_000),
		trouble: fc.array(fc.oneof(refusal, fc.record({ skip, end })), { maxLength: 3 }),
		stop: fc.record({
			at: fc.constantFrom('request', 'tool'),
			count: fc.integer({ min: 1, max: 6 }),
		}),
		history,
	},
	{ requiredKeys: [...required] },
);

const nameOf = ({ to }: Call, place: number) => (to === 'pending' ? 'gmail_search' : `t${place}`);

/** A megabyte without spaces, so that a stream brings it in one event. */
const megabyte = 'x'.repeat(1_000_000);

/** What a tool makes of its arguments. */
const results: Partial<Record<Call['to'], unknown>> = {
	text: 'It is so',
	object: { is: ['so'] },
	megabyte,
};

export const hasTool = ({ to }: Call): boolean =>
	to in results || ['throw', 'nothing'].includes(to);

/** What its tool does. */
export function done({ to }: Call): unknown {
	if (to === 'throw') throw new Error('It is broken');
	return results[to];
}

/** How the result that the model is to get begins. */
export const toldOf = ({ to }: Call): string =>
	({
		text: 'It is so',
		object: '{"is":["so"]}',
		megabyte,
		nothing: '',
		throw: 'Error: It is broken',
		malformed: 'Error: The arguments are not a JSON object',
		unknown: 'Error: There is no function',
		user: '',
		pending: '',
	})[to];

/**
 * Whether a person or the user's workflow has to answer one of the calls. A model that was told of no
 * function at all has made the name up, which is told as it is.
 */
export function isForUser(one: RoundCase): boolean {
	const isTaken = one.said === 'append' || connectedIn(one).length === 0;
	return one.calls.some(
		({ to }) => to === 'user' || to === 'pending' || (to === 'unknown' && isTaken),
	);
}

export const textOf = ({ calls, wanted }: RoundCase): string =>
	[
		`/rounds ${wanted}`,
		...calls.map(
			(call, place) =>
				`/call ${nameOf(call, place)} ${call.to === 'malformed' ? '{"place":' : `{"place":${place}}`}`,
		),
	].join('\n');

/** Tools with these names have to be connected, those of malformed calls as well. */
export const connectedIn = ({ calls }: RoundCase): Array<[name: string, call: Call]> =>
	calls.flatMap((call, place): Array<[string, Call]> =>
		hasTool(call) || call.to === 'malformed' ? [[nameOf(call, place), call]] : [],
	);

/** The node's parameter. */
export function toolsOf({ calls }: RoundCase): INodeParameters {
	const connector = {
		type: 'connector',
		connectorId: 'gmail',
		authorizationType: 'none',
		options: { requiresConfirmation: 'gmail_search' },
	};
	const functions = calls.flatMap((call, place) =>
		call.to === 'user' ? [{ type: 'function', name: nameOf(call, place) }] : [],
	);
	const isPending = calls.some(({ to }) => to === 'pending');
	return { values: [...functions, ...(isPending ? [connector] : [])] };
}

/** Seconds after which a request that is not streamed is given up, in ms that nobody makes faster. */
export const patience = 1500;

const answers = { method: 'POST', path: '/v1/conversations' };

/** What befalls the requests of the case. */
export const faultsOf = ({ trouble, stream, history: kept }: RoundCase): Fault[] => [
	...trouble.map((one): Fault => {
		const { skip: spared } = one;
		if ('end' in one)
			return { ...answers, skip: spared, ...(stream ? endOf : wholeEndOf)(one.end) };
		const headers = { 'retry-after': '1' };
		return { ...answers, skip: spared, times: one.times, status: one.refusedBy, headers };
	}),
	...historyFaults(kept),
];

/** The like of it for an answer that comes in one piece. */
function wholeEndOf(ending: End): Fault {
	const { how } = ending;
	if (how === 'stallAfter') return { stallBody: Infinity };
	if (how === 'errorAfter') return { status: 500 };
	return how === 'cutAfter' || how === 'endAfter' ? { disconnect: 'half-answer' } : endOf(ending);
}

export const settingsFor = ({ history: kept, clockSkew }: RoundCase) => ({
	...settingsOf(kept),
	clockSkew,
});
