import type { ByteStream } from '../transport/byteStream';
import { deadline } from './deadline';
import { type EventReader, eventReader, type StreamEvent } from './events';

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
	let silence: string | undefined;
	const silenceDeadline = deadline(idleTimeout, () => {
		silence = `nothing came for ${idleTimeout / 1000} seconds`;
		body.close();
	});
	try {
		for (;;) {
			silenceDeadline.start();
			const { events, brokenBy, isLast } = await nextEvents(bytes, reader);
			silenceDeadline.pause();
			// What came before the break may have been all there is.
			if ((events.length > 0 && (await take(events))) || isLast) return undefined;
			if (brokenBy !== undefined) return silence ?? brokenBy;
		}
	} finally {
		silenceDeadline.end();
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
		if (done) return { events: reader.end(), isLast: true };
		const { events, isBroken } = reader.read(value);
		return { events, brokenBy: isBroken ? 'an event was not understood' : undefined };
	} catch (error) {
		return { events: [], brokenBy: (error as Error).message };
	}
}
