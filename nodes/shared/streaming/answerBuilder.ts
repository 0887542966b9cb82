import type { IDataObject } from 'n8n-workflow';

import type { Answer, Entry } from '../transport/entities';
import { EntryBuilder } from './entries';
import type { StreamEvent } from './events';

/** Puts the events of a streamed answer together to what an unstreamed one would have been. */
export class AnswerBuilder {
	/** Known from the first event on. */
	conversationId?: string;

	/** When the API began to answer, by its own clock; an ISO date, if it says so. */
	startedAt?: unknown;

	/** Whether the last event has come; a stream that ends before was cut. */
	hasEnded = false;

	/** `conversation.response.error`: the API failed although it had answered with HTTP 200. */
	error?: { message: string; code?: string | number };

	private usage: unknown;

	private readonly builder = new EntryBuilder();

	/** Nothing follows the last event, whatever a server says after it. */
	add(event: StreamEvent): void {
		if (this.hasEnded) return;
		switch (event.type) {
			case 'conversation.response.started':
				if (isId(event.conversation_id)) this.conversationId = event.conversation_id;
				this.startedAt = event.created_at;
				break;
			case 'conversation.response.done':
				this.hasEnded = true;
				this.usage = event.usage;
				break;
			case 'conversation.response.error':
				this.hasEnded = true;
				this.error = {
					message: String(event.message ?? 'Mistral ended the answer without saying why'),
					code: event.code as string | number,
				};
				break;
			default:
				this.builder.add(event);
		}
	}

	/** What has come so far. */
	entries(): Entry[] {
		return this.builder.entries();
	}

	/** The entry that an event has added to, so far. */
	entry(event: StreamEvent): Entry | undefined {
		return this.builder.entry(event);
	}

	/** What the unstreamed response would have been. */
	response(): Answer {
		return {
			object: 'conversation.response',
			conversation_id: this.conversationId ?? '',
			outputs: this.entries(),
			usage: this.usage as IDataObject,
		};
	}
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '';
