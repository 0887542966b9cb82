import type { EventSource, RawEvent } from './events';

/** Events that belong to no conversation. */
export function scripted(events: RawEvent[]): EventSource {
	let index = 0;
	return {
		get isOver() {
			return index >= events.length;
		},
		next: () => events[index++] ?? '',
		abandon: () => undefined,
	};
}

/** One further event after each of the source's own; what is left over follows the last one. */
export function mixedWith(source: EventSource, extraEvents: RawEvent[]): EventSource {
	const extra = scripted(extraEvents);
	let isExtra = true;
	return {
		get isOver() {
			return source.isOver && extra.isOver;
		},
		next() {
			isExtra = source.isOver || (!isExtra && !extra.isOver);
			return isExtra ? extra.next() : source.next();
		},
		abandon: () => source.abandon(),
	};
}
