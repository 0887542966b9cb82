import { isStreamFault, sparesEvents, type StreamFault } from './streams/streamFault';

declare module 'fastify' {
	interface FastifyRequest {
		fault?: Fault;
	}
}

/** What goes wrong with a request that matches. */
export interface Fault extends StreamFault {
	/** Any method when left out. */
	method?: string;
	/** The path begins with this text, or matches this expression; any path when left out. */
	path?: string | RegExp;
	/** How many requests that match are spared first; none when left out. */
	skip?: number;
	/** How many requests it befalls; 1 when left out, `Infinity` for all. */
	times?: number;
	/** Milliseconds to wait before the request is carried out and the headers are sent. */
	latency?: number;
	/** Answers with this status instead of carrying the request out; 200 when only `body` is given. */
	status?: number;
	/** Answers with this: a string as it is, anything else as JSON. `{{key}}` in it is the request's key. */
	body?: unknown;
	/** Added to the answer, be it the fault's own or the normal one. */
	headers?: Record<string, string>;
	/** The answer's content type, be it the fault's own or the normal one. */
	contentType?: string;
	/**
	 * `before-request`: the connection is reset and the request is not carried out. `before-answer`: it
	 * is carried out, then the connection is destroyed without a byte. `half-answer`: headers and half of
	 * the body are sent first; of a stream, one event and half of the next.
	 */
	disconnect?: 'before-request' | 'before-answer' | 'half-answer';
	/**
	 * Half of the body is sent, be it the fault's own or the normal one, and the rest so many milliseconds
	 * later; `Infinity` for never. Of a stream see `stallAfter`.
	 */
	stallBody?: number;
	/**
	 * The connection is destroyed as soon as so many bytes of the request's body have come, and the
	 * request is not carried out; a smaller body is spared. Such a fault waits for a multipart body.
	 */
	cutUploadAfter?: number;
}

/** What sets a request apart: `stream` asks for a stream, `upload` has a multipart body. */
export type RequestKind = 'stream' | 'upload' | 'other';

/** The faults to come, in the order in which they were added. */
export class Faults {
	private waiting: { fault: Fault; spared: number; left: number }[] = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, spared: fault.skip ?? 0, left: fault.times ?? 1 });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The first fault that befalls this request; one of its times is used up. */
	take(method: string, path: string, kind: RequestKind): Fault | undefined {
		const taken = this.waiting.find((one) => {
			if (!suits(one.fault, kind) || !befalls(one.fault, method, path)) return false;
			one.spared -= 1;
			return one.spared < 0;
		});
		if (!taken) return undefined;
		taken.left -= 1;
		if (taken.left <= 0) this.waiting = this.waiting.filter((one) => one !== taken);
		return taken.fault;
	}
}

function suits(fault: Fault, kind: RequestKind): boolean {
	if (isStreamFault(fault)) return kind === 'stream';
	return fault.cutUploadAfter === undefined || kind === 'upload';
}

function befalls(fault: Fault, method: string, path: string): boolean {
	if (fault.method && fault.method.toUpperCase() !== method) return false;
	if (fault.path instanceof RegExp) return fault.path.test(path);
	return path.startsWith(fault.path ?? '');
}

/** Whether the API itself answers, only later. */
export function isHarmless(fault: Fault): boolean {
	const cuts = fault.disconnect ?? fault.cutUploadAfter ?? fault.stallBody;
	return !answersItself(fault) && cuts === undefined && !fault.contentType && sparesEvents(fault);
}

/** Whether the fault's own answer takes the place of the API's. */
export function answersItself(fault: Fault): boolean {
	return fault.status !== undefined || fault.body !== undefined;
}
