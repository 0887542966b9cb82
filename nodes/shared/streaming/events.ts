import type { EventSourceMessage } from 'eventsource-parser';
import { type IDataObject, jsonParse } from 'n8n-workflow';

import { isObject } from '../transport/shape';
import { messageReader } from './serverSentEvents';

/**
 * An event of a streamed answer (the vendor's `ConversationEvents`). The fields depend on the type;
 * unknown types and fields are passed on.
 */
export interface StreamEvent extends IDataObject {
	type: string;
	/** Id of the entry that the event adds to. */
	id?: string;
	/** Place of the entry among the outputs; may be missing. */
	output_index?: number;
}

/** Events, and whether something came after them that is none; nothing after that is understood. */
export interface Events {
	events: StreamEvent[];
	isBroken: boolean;
}

/** Bytes in, events out. */
export interface EventReader {
	read(bytes: Uint8Array): Events;
	/** What was left when the stream ended; half an event is dropped, as the stream was cut there. */
	end(): StreamEvent[];
}

export function eventReader(): EventReader {
	// Keeps the bytes of a character that is split across chunks.
	const decoder = new TextDecoder();
	const messages = messageReader();
	return {
		read: (bytes) => eventsOf(messages.read(decoder.decode(bytes, { stream: true }))),
		end: () => eventsOf([...messages.read(decoder.decode()), ...messages.end()]).events,
	};
}

function eventsOf(messages: EventSourceMessage[]): Events {
	const events: StreamEvent[] = [];
	for (const { data } of messages) {
		// Other streams of the API end with it; those of conversations do not, but might one day.
		if (data === '[DONE]') continue;
		const event = jsonParse<unknown>(data, { fallbackValue: notJson });
		if (event === notJson) return { events, isBroken: true };
		// JSON that is no event is one of a type that nobody knows.
		if (isEvent(event)) events.push(event);
	}
	return { events, isBroken: false };
}

const notJson = Symbol('not JSON');

const isEvent = (value: unknown): value is StreamEvent =>
	isObject(value) && typeof value.type === 'string';
