import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Text in, whole messages out; a message may come in any number of pieces. */
export interface MessageReader {
	read(text: string): EventSourceMessage[];
	/** The last message, when the stream ended without a blank line after it. */
	end(): EventSourceMessage[];
}

/** Splits the text of an event stream into messages: comments are skipped, all line ends are known. */
export function messageReader(): MessageReader {
	let messages: EventSourceMessage[] = [];
	const parser = createParser({ onEvent: (message) => messages.push(message) });
	const read = (text: string) => {
		messages = [];
		parser.feed(text);
		return messages;
	};
	return { read, end: () => read('\n\n') };
}
