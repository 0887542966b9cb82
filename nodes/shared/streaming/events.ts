import type { EventSourceMessage } from 'eventsource-parser';
import type { IDataObject } from 'n8n-workflow';

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

/** Bytes in, events out. */
export interface EventReader {
	read(bytes: Uint8Array): StreamEvent[];
	/** What was left when the stream ended; half an event is dropped, as the stream was cut there. */
	end(): StreamEvent[];
}

/** @throws {SyntaxError} from `read`, when an event is no JSON */
export function eventReader(): EventReader {
	// Keeps the bytes of a character that is split across chunks.
	const decoder = new TextDecoder();
	const messages = messageReader();
	return {
		read: (bytes) => eventsOf(messages.read(decoder.decode(bytes, { stream: true }))),
		end: () => {
			const rest = [...messages.read(decoder.decode()), ...messages.end()];
			try {
				return eventsOf(rest);
			} catch {
				return [];
			}
		},
	};
}

/** Other streams of the API end with `[DONE]`; those of conversations do not, but might one day. */
const eventsOf = (messages: EventSourceMessage[]): StreamEvent[] =>
	messages
		.filter(({ data }) => data !== '[DONE]')
		.map(({ data }) => JSON.parse(data) as StreamEvent);
