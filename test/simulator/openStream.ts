import { createParser } from 'eventsource-parser';

import type { StreamEvent } from '../../simulator/streams/events';
import type { Simulator } from '../../simulator/server';

/** A streamed answer as it comes in. */
export interface Reading {
	status: number;
	contentType: string | null;
	/** The events so far; the data of one that is no JSON stays a text. */
	events: StreamEvent[];
	/** What the bytes so far say. */
	text(): string;
	/** How many pieces the bytes came in, and how many bytes each had. */
	sizes: number[];
	/** Reads until so many events are there; false when the stream has ended before. */
	until(count: number): Promise<boolean>;
	/** Reads to the end; rejects when the connection breaks. */
	toEnd(): Promise<StreamEvent[]>;
	/** Closes the connection. */
	leave(): void;
}

/** Asks for a stream with the right key. Resolves with the headers. */
export async function openStream(
	{ url, apiKey }: Simulator,
	path: string,
	body: object,
): Promise<Reading> {
	const leaving = new AbortController();
	const response = await fetch(url + path, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({ ...body, stream: true }),
		signal: leaving.signal,
	});
	const pieces: Uint8Array[] = [];
	const events: StreamEvent[] = [];
	const parser = createParser({ onEvent: ({ data }) => events.push(parsed(data)) });
	const decoder = new TextDecoder();
	const reader = response.body?.getReader();

	async function readPiece(): Promise<boolean> {
		const { done = true, value } = (await reader?.read()) ?? {};
		if (value) pieces.push(value);
		parser.feed(decoder.decode(value, { stream: !done }));
		return !done;
	}

	return {
		status: response.status,
		contentType: response.headers.get('content-type'),
		events,
		text: () => Buffer.concat(pieces).toString(),
		get sizes() {
			return pieces.map(({ length }) => length);
		},
		async until(count) {
			while (events.length < count) {
				if (!(await readPiece())) return false;
			}
			return true;
		},
		async toEnd() {
			while (await readPiece());
			return events;
		},
		leave: () => leaving.abort(),
	};
}

function parsed(data: string): StreamEvent {
	return (data.startsWith('{') ? JSON.parse(data) : data) as StreamEvent;
}
