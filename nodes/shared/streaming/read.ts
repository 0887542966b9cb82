import { type EventReader, eventReader, type StreamEvent } from './events';

/** The body of an answer as it arrives. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
	/** Closes the connection, also while it is silent. */
	close(): void;
}

/**
 * Reads events until `take` returns true or the stream ends, and closes it then. The next bytes are read
 * when `take` is done with the last ones, so a slow taker slows the sender down.
 *
 * @param idleTimeout longest silence in ms
 * @returns why the stream broke, undefined if it did not
 * @throws only what `take` throws
 */
export async function readEvents(
	body: ByteStream,
	idleTimeout: number,
	take: (events: StreamEvent[]) => Promise<boolean>,
): Promise<string | undefined> {
	const reader = eventReader();
	const bytes = body[Symbol.asyncIterator]();
	const deadline = idleDeadline(body, idleTimeout);
	try {
		for (;;) {
			deadline.start();
			const { events, brokenBy, isLast } = await nextEvents(bytes, reader);
			deadline.pause();
			if (brokenBy !== undefined) return deadline.missed() ?? brokenBy;
			if ((await take(events)) || isLast) return undefined;
		}
	} finally {
		deadline.end();
		body.close();
	}
}

interface NextEvents {
	events: StreamEvent[];
	isLast?: boolean;
	brokenBy?: string;
}

async function nextEvents(
	bytes: AsyncIterator<Uint8Array>,
	reader: EventReader,
): Promise<NextEvents> {
	try {
		const { done, value } = await bytes.next();
		return done ? { events: reader.end(), isLast: true } : { events: reader.read(value) };
	} catch (error) {
		return { events: [], brokenBy: (error as Error).message };
	}
}

/**
 * Closes the stream after a silence. One timer is set again when it goes off, not with every chunk; n8n
 * forbids `setTimeout` in nodes, and a timer of AbortSignal keeps no process alive.
 */
function idleDeadline(body: ByteStream, idleTimeout: number) {
	let waitingSince: number | undefined;
	let isOver = false;
	let missed: string | undefined;
	const arm = (ms: number) =>
		AbortSignal.timeout(ms).addEventListener('abort', () => {
			if (isOver) return;
			const left = (waitingSince ?? Date.now()) + idleTimeout - Date.now();
			if (left > 0) {
				arm(left);
				return;
			}
			missed = `nothing came for ${idleTimeout / 1000} seconds`;
			body.close();
		});
	arm(idleTimeout);
	return {
		start: () => (waitingSince = Date.now()),
		pause: () => (waitingSince = undefined),
		end: () => (isOver = true),
		missed: () => missed,
	};
}
