import type { IDataObject } from 'n8n-workflow';

import {
	aNumber,
	anObject,
	aText,
	eitherOf,
	listOf,
	objectOf,
	optional,
	type Shape,
} from './shape';

/*
 * The objects of the API, with the fields that this package reads; all others are passed on. What is
 * optional here may be missing: official samples lack fields that the vendor's description requires.
 */

/** A piece of a message's content. */
export interface Chunk extends IDataObject {
	type: string;
	text?: string | null;
	thinking?: Chunk[] | null;
	tool?: string;
	title?: string;
	url?: string;
	file_id?: string;
	file_name?: string;
	file_type?: string;
}

/** What a message says: plain text, or pieces of several kinds. */
export type Content = string | Chunk[];

/** What a conversation consists of: messages, tool executions, function calls and results, handoffs. */
export interface Entry extends IDataObject {
	type: string;
	id?: string;
	created_at?: string;
	completed_at?: string | null;
	role?: string;
	content?: Content | null;
	agent_id?: string | null;
	model?: string | null;
	tool_call_id?: string;
	name?: string;
	arguments?: string | IDataObject;
	confirmation_status?: 'pending' | 'allowed' | 'denied' | null;
	result?: string;
}

/** The vendor's `ConversationResponse`: what a model answered. */
export interface Answer extends IDataObject {
	conversation_id: string;
	outputs: Entry[];
	usage?: IDataObject | null;
	/** Ours: the stream was cut and the outputs were taken from the history. */
	reconciled?: boolean;
}

export interface Conversation extends IDataObject {
	id: string;
	created_at?: string;
	name?: string | null;
	description?: string | null;
	metadata?: IDataObject | null;
	model?: string;
	agent_id?: string;
}

export interface History extends IDataObject {
	entries: Entry[];
}

export interface Messages extends IDataObject {
	messages: Entry[];
}

export interface Agent extends IDataObject {
	id: string;
	name?: string;
	version?: number;
}

export interface Library extends IDataObject {
	id: string;
	name?: string;
}

export interface Document extends IDataObject {
	id: string;
	name?: string | null;
	mime_type?: string | null;
	created_at?: string;
	process_status?: string | null;
	attributes?: IDataObject | null;
	expires_at?: string | null;
}

/** How far the processing of a document is. */
export interface ProcessingStatus extends IDataObject {
	process_status: string;
}

export interface ModelCard extends IDataObject {
	id: string;
	aliases?: string[] | null;
	deprecation?: string | null;
	capabilities?: IDataObject | null;
}

const aThought: Shape<Chunk> = objectOf<Chunk>({});
const aChunk: Shape<Chunk> = objectOf<Chunk>({ thinking: optional(listOf(aThought)) });
export const anEntry: Shape<Entry> = objectOf<Entry>({
	type: aText,
	content: optional(eitherOf(aText, listOf(aChunk))),
});
export const anAnswer: Shape<Answer> = objectOf({
	conversation_id: aText,
	outputs: listOf(anEntry),
});
export const aConversation: Shape<Conversation> = objectOf({ id: aText });
export const aHistory: Shape<History> = objectOf({ entries: listOf(anEntry) });
export const theMessages: Shape<Messages> = objectOf({ messages: listOf(anEntry) });
export const anAgent: Shape<Agent> = objectOf({ id: aText });
export const anAgentVersion: Shape<Agent> = objectOf<Agent>({ id: aText, version: aNumber });
export const aLibrary: Shape<Library> = objectOf({ id: aText });
export const aDocument: Shape<Document> = objectOf<Document>({
	id: aText,
	name: optional(aText),
	mime_type: optional(aText),
	process_status: optional(aText),
	attributes: optional(anObject),
});
export const aProcessingStatus: Shape<ProcessingStatus> = objectOf({ process_status: aText });
export const aModelCard: Shape<ModelCard> = objectOf<ModelCard>({
	id: aText,
	aliases: optional(listOf(aText)),
	capabilities: optional(anObject),
});

/** A list that comes in one piece, as the `data` of an object. */
export const dataOf = <T extends IDataObject>(
	entity: Shape<T>,
): Shape<IDataObject & { data: T[] }> =>
	objectOf<IDataObject & { data: T[] }>({ data: listOf(entity) });
