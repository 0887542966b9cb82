import fc from 'fast-check';

import type { Fault } from '../../simulator/faults';
import type { SimulatorSettings } from '../../simulator/settings';
import { real } from './quickClock';

const conversations = '/v1/conversations';

/** A streamed request and what befalls it; times are ms in earnest. */
export interface StreamCase {
	/** `again`: the same words as the turn before; `results`: those of a call like the one before. */
	said: 'start' | 'append' | 'again' | 'results';
	answer: 'text' | 'web_search' | 'code_interpreter' | 'image_generation' | 'function';
	/** How long a tool works, and the pause between two events. */
	work: number;
	wordDelay: number;
	/** How often the request is refused at first, and by which status. */
	refusals: number;
	refusedBy: 429 | 409;
	form: Form;
	/** Something that is no event of the API, after so many that are. */
	stranger?: { after: number; event: string | { type: string } };
	end?: End;
	history: History;
	simplify: boolean;
	/** Somebody reads along behind a webhook. */
	hasCaller: boolean;
	continueOnFail: boolean;
}

interface Form {
	chunkSize?: number;
	lineEnd?: '\n' | '\r' | '\r\n';
	comments?: boolean;
	omitIndexes?: boolean;
	interleave?: boolean;
	noFinalBlankLine?: boolean;
}

/** How the stream ends before its time. */
export interface End {
	how: 'cutAfter' | 'endAfter' | 'errorAfter' | 'stallAfter' | Disconnect | 500 | 503;
	/** Events that are sent before. */
	events: number;
	/** What becomes of the answer: it goes on, is there at once, never, or after so many ms. */
	then: 'goes on' | 'finish' | 'lost' | number;
}

type Disconnect = NonNullable<Fault['disconnect']>;

/** What the history does; `null` of a number is never, or for ever. */
export interface History {
	/** Until it shows what the request adds: looks, or ms. */
	lag: { reads: number } | { ms: number | null };
	entries: SimulatorSettings['historyEntries'];
	completedAt: SimulatorSettings['completedAt'];
	/** So many looks fail, after so many that do not. */
	fails: { skip: number; times: number | null; how: Disconnect | 429 | 500 | 'nothing' | 'null' };
}

const orNever = (amount: fc.Arbitrary<number>): fc.Arbitrary<number | null> =>
	fc.oneof({ weight: 9, arbitrary: amount }, { weight: 1, arbitrary: fc.constant(null) });

const form: fc.Arbitrary<Form> = fc.record(
	{
		chunkSize: fc.constantFrom(7, 50, 4096),
		lineEnd: fc.constantFrom('\r', '\r\n'),
		comments: fc.constant(true),
		omitIndexes: fc.constant(true),
		interleave: fc.constant(true),
		noFinalBlankLine: fc.constant(true),
	},
	{ requiredKeys: [] },
);

export const end: fc.Arbitrary<End> = fc.record({
	how: fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom('cutAfter', 'endAfter', 'stallAfter') },
		{ weight: 1, arbitrary: fc.constant('errorAfter') },
		{
			weight: 2,
			arbitrary: fc.constantFrom('half-answer', 'before-answer', 'before-request', 500, 503),
		},
	) as fc.Arbitrary<End['how']>,
	events: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 30 })),
	then: fc.oneof(
		fc.constantFrom('finish', 'goes on', 'lost'),
		fc.integer({ min: 1000, max: 60_000 }),
	) as fc.Arbitrary<End['then']>,
});

export const history: fc.Arbitrary<History> = fc.record({
	lag: fc.oneof(
		fc.record({ reads: fc.integer({ min: 0, max: 5 }) }),
		fc.record({
			ms: orNever(fc.integer({ min: 0, max: 60_000 })),
		}),
	),
	entries: fc.constantFrom('growing', 'whole'),
	completedAt: fc.constantFrom('set', 'null'),
	fails: fc.record({
		skip: fc.integer({ min: 0, max: 3 }),
		times: orNever(fc.integer({ min: 0, max: 4 })),
		how: fc.constantFrom<History['fails']['how']>(
			500,
			429,
			'before-answer',
			'half-answer',
			'nothing',
			'null',
		),
	}),
});

export const streamCases: fc.Arbitrary<StreamCase> = fc.record(
	{
		said: fc.constantFrom('start', 'append', 'again', 'results'),
		answer: fc.constantFrom(
			'text',
			'web_search',
			'code_interpreter',
			'image_generation',
			'function',
		),
		work: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
		wordDelay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
		refusals: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 5 })),
		refusedBy: fc.constantFrom(429, 409),
		form,
		stranger: fc.record({
			after: fc.integer({ min: 0, max: 30 }),
			event: fc.constantFrom('bye', '[DONE]', '{"type":', '', 'null', '[]', {
				type: 'conversation.mood.changed',
			}),
		}),
		end,
		history,
		simplify: fc.boolean(),
		hasCaller: fc.boolean(),
		continueOnFail: fc.boolean(),
	},
	{
		requiredKeys: [
			'said',
			'answer',
			'work',
			'wordDelay',
			'refusals',
			'refusedBy',
			'form',
			'history',
			'simplify',
			'hasCaller',
			'continueOnFail',
		],
	},
);

/** What befalls the requests of the case, in the order in which it does. */
export function faultsOf(one: StreamCase): Fault[] {
	const { refusals: times, refusedBy: status, form: how, stranger } = one;
	const refused = { ...post, status, times, headers: { 'retry-after': '1' } };
	return [
		...(times > 0 ? [refused] : []),
		{ ...post, ...how, ...strangerIn(stranger), ...(one.end && endOf(one.end)) },
		...historyFaults(one.history),
	];
}

const post = { method: 'POST', path: conversations };

/** What befalls the looks at the history of any conversation. */
export const historyFaults = ({ fails: { skip, times, how } }: History): Fault[] =>
	times === 0
		? []
		: [{ method: 'GET', path: /history$/, skip, times: times ?? Infinity, ...badAnswer(how) }];

export const strangerIn = (stranger: StreamCase['stranger']): Pick<Fault, 'insert'> =>
	stranger ? { insert: { after: stranger.after, events: [stranger.event] } } : {};

export function endOf({ how, events, then }: End): Fault {
	if (typeof how === 'number') return { status: how };
	const afterCut = typeof then === 'number' ? { finishAfter: real(then) } : then;
	const rest = afterCut === 'goes on' ? {} : { afterCut };
	return how.endsWith('After')
		? { [how]: events, ...rest }
		: { disconnect: how as Disconnect, ...rest };
}

function badAnswer(how: History['fails']['how']): Fault {
	if (typeof how === 'number') return { status: how };
	if (how === 'nothing') return { body: '' };
	return how === 'null' ? { body: null } : { disconnect: how };
}

export const settingsOf = ({ lag, entries, completedAt }: History) => ({
	historyLag: 'reads' in lag ? lag : (lag.ms ?? Infinity),
	historyEntries: entries,
	completedAt,
});

/** Whether the answer comes to be in the history, and the history can be read. */
export const isToBeHad = (ending: End | undefined, { lag, fails }: History): boolean =>
	ending?.then !== 'lost' && !('ms' in lag && lag.ms === null) && fails.times !== null;
