/** The events of a streamed answer (the vendor's `ConversationEvents`); `type` is also the event's name. */
import type { Chunk } from '../schemas/content';
import type { FunctionCall } from '../schemas/entries';
import type { Usage } from '../answers/usage';

/** Which entry an event adds to: by id, and by its place in the outputs. */
interface OfEntry {
	output_index: number;
	id: string;
}

interface Author {
	model?: string | null;
	agent_id?: string | null;
}

export interface MessageDelta extends OfEntry, Author {
	type: 'message.output.delta';
	/** Place of the chunk in the message's content. */
	content_index: number;
	role: 'assistant';
	/** A piece of text, or a chunk as a whole; of thinking, a chunk with a piece of it. */
	content: string | Chunk;
}

export type StreamEvent =
	| { type: 'conversation.response.started'; conversation_id: string }
	| MessageDelta
	| ({ type: 'tool.execution.started'; name: string; arguments: string } & OfEntry & Author)
	| ({ type: 'tool.execution.delta'; name: string; arguments: string } & OfEntry)
	| ({ type: 'tool.execution.done'; name: string; info?: Record<string, unknown> } & OfEntry)
	| (Pick<FunctionCall, 'name' | 'tool_call_id' | 'confirmation_status'> & {
			type: 'function.call.delta';
			arguments: string;
	  } & OfEntry &
			Author)
	| ({
			type: 'agent.handoff.started';
			previous_agent_id: string;
			previous_agent_name: string;
	  } & OfEntry)
	| ({ type: 'agent.handoff.done'; next_agent_id: string; next_agent_name: string } & OfEntry)
	| { type: 'conversation.response.done'; usage: Usage }
	| { type: 'conversation.response.error'; message: string; code: number };

/** The event with the time at which it is sent. */
export function stamped(event: StreamEvent): StreamEvent & { created_at: string } {
	return { ...event, created_at: new Date().toISOString() };
}

/** What is sent, also by faults: an object with whatever `type`, or the text of an event's data. */
export type RawEvent = string | StreamEvent | { type?: string; [field: string]: unknown };

/** Where the events of one stream come from. */
export interface EventSource {
	/** Whether there are no further events. */
	readonly isOver: boolean;
	/** Milliseconds of work before the next event, such as that of a tool. */
	readonly pause: number;
	/** The next event, for which the answer goes on so far; there must be one. */
	next(): RawEvent;
	/** No further event will be asked for: the answer, where there is one, stays as it is. */
	abandon?(): void;
}
