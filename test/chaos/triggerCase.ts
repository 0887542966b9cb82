import fc from 'fast-check';

import { end, type End, history, type History } from './streamCase';
import type { Fate } from './n8nProcess';

/** An activated trigger, what befalls its answer, and what befalls n8n. Times are ms in earnest. */
export interface TriggerCase {
	emit: 'entry' | 'event' | 'response';
	/** With `append` and `restart` the conversation has an answer to the same text already. */
	mode: 'start' | 'append' | 'restart';
	answer: 'text' | 'web_search' | 'code_interpreter';
	/** How long a tool works, and the pause between two events. */
	work: number;
	wordDelay: number;
	/** Of the executions, in their order. */
	fates: Fate[];
	/** When n8n is killed, each from its start on, and how long it is away. */
	kills: Array<{ after: number; away: number; outlive: boolean }>;
	end?: End;
	history: History;
	/** How the list of conversations finds and shows them. */
	list: { filter: 'subset' | 'exact' | 'ignored'; lag: number; oldestFirst: boolean };
}

export const triggerCases: fc.Arbitrary<TriggerCase> = fc.record(
	{
		emit: fc.constantFrom('entry', 'event', 'response'),
		mode: fc.constantFrom('start', 'append', 'restart'),
		answer: fc.constantFrom('text', 'web_search', 'code_interpreter'),
		work: fc.oneof(fc.constant(0), fc.nat(20_000), fc.nat(180_000)),
		wordDelay: fc.oneof(fc.constant(0), fc.nat(3000)),
		fates: fc.array(
			fc.record({
				refused: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3)),
				waits: fc.nat(5000),
				takes: fc.nat(30_000),
				how: fc.constantFrom('succeeds', 'cancelled'),
			}),
			{ maxLength: 5 },
		),
		kills: fc.array(
			fc.record({
				after: fc.oneof(fc.nat(5000), fc.nat(60_000)),
				away: fc.oneof(fc.nat(5000), fc.nat(200_000)),
				outlive: fc.boolean(),
			}),
			{ maxLength: 3 },
		),
		end,
		history,
		list: fc.record({
			filter: fc.constantFrom('subset', 'exact', 'ignored'),
			lag: fc.nat(2),
			oldestFirst: fc.boolean(),
		}),
	},
	{
		requiredKeys: [
			'emit',
			'mode',
			'answer',
			'work',
			'wordDelay',
			'fates',
			'kills',
			'history',
			'list',
		],
	},
);
