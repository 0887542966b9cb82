import type { EventSource, RawEvent } from './events';

/** Events that belong to no conversation. */
export function scripted(events: RawEvent[]): EventSource {
	let index = 0;
	return {
		get isOver() {
			return index >= events.length;
		},
		pause: 0,
		next: () => events[index++] ?? '',
		abandon: () => undefined,
	};
}

/** One further event after each of the source's own; what is left over follows the last one. */
export function mixedWith(source: EventSource, extraEvents: RawEvent[]): EventSource {
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
		abandon: () => source.abandon(),
	};
}
