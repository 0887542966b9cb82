import type { EventSource, RawEvent } from './events';
import type { StreamFault } from './streamFault';

/** Events that belong to no conversation. */
export function scripted(events: RawEvent[]): EventSource {
	let index = 0;
	return {
		get isOver() {
			return index >= events.length;
		},
		pause: 0,
		next: () => events[index++] ?? '',
	};
}

/** The source with what a fault does to the order of its events and adds to them. */
export function disturbed(source: EventSource, fault: StreamFault): EventSource {
	const { interleave, insert, extraEvents = [] } = fault;
	const ordered = interleave ? interleaved(source) : source;
	return mixedWith(insert ? withInserted(ordered, insert) : ordered, extraEvents);
}

/** One further event after each of the source's own; what is left over follows the last one. */
function mixedWith(source: EventSource, extraEvents: RawEvent[]): EventSource {
	const extra = scripted(extraEvents);
	let isExtra = true;
	const isExtrasTurn = () => source.isOver || (!isExtra && !extra.isOver);
	return {
		get isOver() {
			return source.isOver && extra.isOver;
		},
		get pause() {
			return isExtrasTurn() ? 0 : source.pause;
		},
		next() {
			isExtra = isExtrasTurn();
			return isExtra ? extra.next() : source.next();
		},
	};
}

/** Further events in one place. */
function withInserted(
	source: EventSource,
	{ after, events }: NonNullable<StreamFault['insert']>,
): EventSource {
	const inserted = scripted(events);
	let sent = 0;
	const isTime = () => !inserted.isOver && (sent >= after || source.isOver);
	return {
		get isOver() {
			return source.isOver && inserted.isOver;
		},
		get pause() {
			return isTime() ? 0 : source.pause;
		},
		next() {
			if (isTime()) return inserted.next();
			sent += 1;
			return source.next();
		},
	};
}

/** After the first event one event of each output by turns, and in the end what belongs to none. */
function interleaved(source: EventSource): EventSource {
	let rest: EventSource | undefined;
	let isFirst = true;
	return {
		get isOver() {
			return rest ? rest.isOver : source.isOver;
		},
		get pause() {
			return rest ? 0 : source.pause;
		},
		next() {
			if (isFirst) {
				isFirst = false;
				return source.next();
			}
			rest ??= scripted(byTurns(source));
			return rest.next();
		},
	};
}

/** Lets the answer go on to its end at once. */
function byTurns(source: EventSource): RawEvent[] {
	const outputs: RawEvent[][] = [];
	const last: RawEvent[] = [];
	while (!source.isOver) {
		const event = source.next();
		const index = typeof event === 'object' && 'output_index' in event && event.output_index;
		if (typeof index === 'number') (outputs[index] ??= []).push(event);
		else last.push(event);
	}
	const turns = Math.max(0, ...outputs.map(({ length }) => length));
	const rounds = Array.from({ length: turns }, (_, turn) =>
		outputs.flatMap((events) => events.slice(turn, turn + 1)),
	);
	return [...rounds.flat(), ...last];
}
