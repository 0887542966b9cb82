import type { RawEvent } from './events';

/**
 * What goes wrong with a streamed answer. Counted are the events that are sent, the first one being 1,
 * those of `extraEvents` included. A fault with any of these fields waits for a request with `stream`.
 */
export interface StreamFault {
	/** These events instead of the API's answer, as they are; the request is not carried out. */
	events?: RawEvent[];
	/** Further events, one after each of the answer's own; what is left over follows the last one. */
	extraEvents?: RawEvent[];
	/**
	 * Further events in one place: after so many of the answer's own, or after the last one when there are
	 * fewer.
	 */
	insert?: { after: number; events: RawEvent[] };
	/** The events of all outputs come by turns, as if the outputs came about at once. */
	interleave?: boolean;
	/** Milliseconds between the headers and the first byte. */
	slowStart?: number;
	/** The connection is destroyed after so many events. */
	cutAfter?: number;
	/** The stream ends in good order after so many events, without the last ones. */
	endAfter?: number;
	/** An error event follows so many events, and then the end. */
	errorAfter?: number;
	/** What that error event says. */
	error?: { message: string; code: number };
	/** Silence follows so many events. */
	stallAfter?: number;
	/** How long that silence lasts, in milliseconds; for ever when left out. */
	stall?: number;
	/**
	 * What becomes of an answer whose stream ended early, be it by a fault or by the client. It is
	 * finished in the history at once (`finish`), after some milliseconds (`finishAfter`) or never
	 * (`lost`). When left out it goes on at its own pace (assumed), but is lost with an error event.
	 */
	afterCut?: 'finish' | 'lost' | { finishAfter: number };
	/** Called before each event, 0 for the first one; the event is sent when the promise resolves. */
	gate?: (index: number) => Promise<void> | void;
	/** Bytes per write: events and characters are split and joined without regard to where they end. */
	chunkSize?: number;
	/** How lines end; with a line feed when left out. */
	lineEnd?: '\n' | '\r' | '\r\n';
	/** Sends a comment before each event. */
	comments?: boolean;
	/** Leaves out `output_index` and `content_index`. */
	omitIndexes?: boolean;
	/** The stream's last event has no blank line behind it. */
	noFinalBlankLine?: boolean;
}

const streamFields: Record<keyof StreamFault, true> = {
	events: true,
	extraEvents: true,
	insert: true,
	interleave: true,
	slowStart: true,
	cutAfter: true,
	endAfter: true,
	errorAfter: true,
	error: true,
	stallAfter: true,
	stall: true,
	afterCut: true,
	gate: true,
	chunkSize: true,
	lineEnd: true,
	comments: true,
	omitIndexes: true,
	noFinalBlankLine: true,
};

export function isStreamFault(fault: object): boolean {
	return Object.entries(fault).some(
		([field, value]) => value !== undefined && field in streamFields,
	);
}

/** Whether what is sent are the events of the API's answer, and all of them. */
export function sparesEvents(fault: StreamFault): boolean {
	return !fault.events && !fault.extraEvents && !fault.insert && !endsEarly(fault);
}

function endsEarly({ cutAfter, endAfter, errorAfter }: StreamFault): boolean {
	return [cutAfter, endAfter, errorAfter].some((count) => count !== undefined);
}
