import type { IDataObject } from 'n8n-workflow';

import type { AnswerParameters } from '../shared/conversation/answerForm';
import { outputOf } from '../shared/conversation/answering';
import { parsedArguments, textOfEntry } from '../shared/conversation/content';
import type { AnswerBuilder } from '../shared/streaming/answerBuilder';
import { keyOf } from '../shared/streaming/entries';
import type { StreamEvent } from '../shared/streaming/events';
import type { Answer, Entry } from '../shared/transport/entities';
import { isChosen } from './emission';
import { chunksIn, type Given } from './given';
import type { Plan } from './plan';

/** Makes the items of one answer: `{ event, conversationId, … }`. */
export interface Items {
	/** What an event brings; `answer` already holds it. */
	take(event: StreamEvent, answer: AnswerBuilder): IDataObject[];
	/** What the events have not brought of the whole answer. */
	end(answer: Answer): IDataObject[];
}

/** @param given what is not to be given again; it notes what the items hold */
export function itemsFor({ emit, events, parameters }: Plan, given: Given): Items {
	switch (emit) {
		case 'entry':
			return new EntryItems(given);
		case 'event':
			return new EventItems(given, events);
		case 'response':
			return responseItem(parameters);
	}
}

const itemOf = (
	{ type, conversation_id: own, ...fields }: IDataObject,
	conversationId: unknown = own,
): IDataObject => ({ event: type, conversationId, ...fields }) as IDataObject;

/** Entries in the order in which they began, each when it is finished. */
class EntryItems implements Items {
	/** The latest event of each entry that has begun and was not given. */
	private readonly begun = new Map<string, StreamEvent>();

	constructor(private readonly given: Given) {}

	take(event: StreamEvent, answer: AnswerBuilder): IDataObject[] {
		const key = keyOf(event);
		// Without an id an entry could not be told from those that were given.
		if (key === undefined || event.id === undefined) return [];
		this.begun.set(key, event);
		const finished: IDataObject[] = [];
		for (const [id, latest] of this.begun) {
			if (!isFinished(latest, event)) break;
			this.begun.delete(id);
			finished.push(...this.give([answer.entry(latest) ?? []].flat(), answer.conversationId));
		}
		return finished;
	}

	end({ outputs, conversation_id: conversationId }: Answer): IDataObject[] {
		return this.give(outputs, conversationId);
	}

	private give(entries: Entry[], conversationId: unknown): IDataObject[] {
		return this.given.restOf(entries).map((entry) => {
			this.given.add(entry);
			return itemOf({ ...entry, ...readable(entry) }, conversationId);
		});
	}
}

/**
 * Content for expressions: a message's text without its other chunks, and arguments as an object, under
 * another name because n8n's expressions refuse the word `arguments`.
 */
function readable(entry: Entry): IDataObject {
	if (entry.type === 'message.output') return { text: textOfEntry(entry) };
	return entry.arguments === undefined ? {} : { args: parsedArguments(entry) };
}

/** Steps say that they are done. A message is when something else follows, function calls end the answer. */
const isFinished = (latest: StreamEvent, event: StreamEvent) =>
	latest.type.endsWith('.done') || (latest.type === 'message.output.delta' && latest !== event);

/** Every event of the chosen types; what a cut stream did not bring comes as events made of the history. */
class EventItems implements Items {
	constructor(
		private readonly given: Given,
		private readonly types: string[],
	) {}

	take(event: StreamEvent, { conversationId }: AnswerBuilder): IDataObject[] {
		this.given.add(event);
		return this.chosen([event], conversationId);
	}

	end({ outputs, conversation_id: conversationId, reconciled }: Answer): IDataObject[] {
		if (!reconciled) return [];
		const missing = this.given.restOf(outputs).flatMap(eventsOf);
		const done = { type: 'conversation.response.done', usage: null };
		const events = [...missing, done].map((event) => ({ ...event, reconciled }));
		return this.chosen(events as StreamEvent[], conversationId);
	}

	private chosen(events: StreamEvent[], conversationId: unknown): IDataObject[] {
		return events
			.filter(({ type }) => isChosen(this.types, type))
			.map((event) => itemOf(event, conversationId));
	}
}

/** The last events of an entry's kind that tell all of it. */
function eventsOf(entry: Entry): IDataObject[] {
	switch (entry.type) {
		case 'message.output':
			return chunksIn(entry.content).map((chunk) => ({
				...entry,
				type: 'message.output.delta',
				content: chunk.type === 'text' ? chunk.text : chunk,
			}));
		case 'function.call':
			return [{ ...entry, type: 'function.call.delta' }];
		default:
			return [{ ...entry, type: `${entry.type}.done` }];
	}
}

const responseItem = ({ completionArgs }: AnswerParameters): Items => ({
	take: () => [],
	end: (response) => [
		{ event: 'conversation.response', ...outputOf(response, { completionArgs }) },
	],
});
