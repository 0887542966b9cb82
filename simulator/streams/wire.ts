import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { RawEvent } from './events';
import type { StreamFault } from './streamFault';

type Format = Pick<
	StreamFault,
	'chunkSize' | 'lineEnd' | 'comments' | 'omitIndexes' | 'noFinalBlankLine'
>;

/** In milliseconds: a client throws away what it has not read when its connection breaks. */
const timeToRead = 20;

/** Writes events to a connection, no faster than the client reads them. */
export class Wire {
	private held: Buffer[] = [];
	private heldBytes = 0;
	private readonly lineEnd: string;

	/** @param gone is aborted when the connection is closed */
	constructor(
		private readonly response: ServerResponse,
		private readonly format: Format,
		private readonly gone: AbortSignal,
	) {
		this.lineEnd = format.lineEnd ?? '\n';
	}

	/** Resolves when the connection can take more, or is gone. */
	async send(event: RawEvent, isLast: boolean): Promise<void> {
		const bytes = Buffer.from(this.textOf(event, isLast));
		const { chunkSize } = this.format;
		if (!chunkSize) return this.put(bytes);
		this.held.push(bytes);
		this.heldBytes += bytes.length;
		for (const chunk of this.fullChunks(chunkSize)) {
			if (this.gone.aborted) return;
			await this.put(chunk);
			// Else the client may find several chunks at once.
			await setImmediate();
		}
	}

	/** Sends only the first half of the event's bytes. */
	async sendHalf(event: RawEvent): Promise<void> {
		await this.flush();
		const bytes = Buffer.from(this.textOf(event, false));
		await this.put(bytes.subarray(0, bytes.length / 2));
	}

	/** Sends the bytes that wait for a chunk to be full. */
	async flush(): Promise<void> {
		const rest = Buffer.concat(this.held.splice(0));
		this.heldBytes = 0;
		if (rest.length > 0) await this.put(rest);
	}

	async end(): Promise<void> {
		await this.flush();
		this.response.end();
	}

	/** Resolves when the client has had the time to read what was sent before the connection is cut. */
	async hasLeft(): Promise<void> {
		await this.flush();
		do await setTimeout(timeToRead, undefined, { ref: false });
		while (this.response.writableLength > 0 && !this.gone.aborted);
	}

	private textOf(event: RawEvent, isLast: boolean): string {
		const { comments, noFinalBlankLine } = this.format;
		const name = typeof event === 'string' ? undefined : event.type;
		const lines = [
			...(comments ? [': keepalive', ''] : []),
			...(name === undefined ? [] : [`event: ${name}`]),
			`data: ${this.dataOf(event)}`,
			...(isLast && noFinalBlankLine ? [] : ['']),
		];
		return lines.map((line) => line + this.lineEnd).join('');
	}

	private dataOf(event: RawEvent): string {
		if (typeof event === 'string') return event;
		if (!this.format.omitIndexes) return JSON.stringify(event);
		return JSON.stringify({ ...event, output_index: undefined, content_index: undefined });
	}

	/** What is left over stays held. */
	private *fullChunks(size: number): Iterable<Buffer> {
		if (this.heldBytes < size) return;
		const bytes = Buffer.concat(this.held);
		const full = bytes.length - (bytes.length % size);
		this.held = [bytes.subarray(full)];
		this.heldBytes = bytes.length - full;
		for (let start = 0; start < full; start += size) yield bytes.subarray(start, start + size);
	}

	private async put(bytes: Buffer): Promise<void> {
		if (this.gone.aborted || this.response.write(bytes)) return;
		// Rejects only when the connection is gone, and then nobody is left to write to.
		await once(this.response, 'drain', { signal: this.gone }).catch(() => undefined);
	}
}
