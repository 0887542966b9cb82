import { keyOf } from '../streaming/entries';
import type { StreamEvent } from '../streaming/events';

/**
 * Tells which text may be said at once, so that what is said has the order of the outputs. Messages come
 * one after the other, but nothing promises it: the next one has its turn when a step that began after the
 * one before it is done, as a model goes on only then. From the first message on that comes before its
 * turn, all but the one under way wait for the end of the answer.
 */
export class MessageTurns {
	private current?: string;

	/** Outputs that have begun, by their places. */
	private readonly begun = new Set<number>();

	/** Steps that began after the last text and are not done. */
	private readonly open = new Set<string>();

	private isOver = true;

	private isMixed = false;

	/** @returns whether the text of the event, if it has one, may be said now */
	take(event: StreamEvent): boolean {
		const { type, id, output_index: index } = event;
		if (index !== undefined) this.begun.add(index);
		if (type !== 'message.output.delta') {
			this.step(event);
			return false;
		}
		if (id === undefined) return false;
		if (id !== this.current) {
			// An output that belongs before this one may still come.
			const isNext = index === undefined || this.begun.size > index;
			if (this.isMixed || !this.isOver || !isNext) {
				this.isMixed = true;
				return false;
			}
			this.current = id;
		}
		this.isOver = false;
		this.open.clear();
		return true;
	}

	private step(event: StreamEvent): void {
		const key = keyOf(event);
		if (key === undefined) return;
		if (event.type.endsWith('.started')) this.open.add(key);
		if (event.type.endsWith('.done') && this.open.delete(key)) this.isOver ||= this.open.size === 0;
	}
}
