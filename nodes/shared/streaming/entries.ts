import type { IDataObject } from 'n8n-workflow';

import type { Chunk, Content, Entry } from '../transport/entities';
import { isObject } from '../transport/shape';
import type { StreamEvent } from './events';

/** An entry in the making. */
interface Draft {
	fields: Entry;
	/** Place among the outputs, as far as events tell it. */
	index?: number;
	message?: MessageDraft;
}

/** Rebuilds the entries of an answer from its events. */
export class EntryBuilder {
	private readonly drafts = new Map<string, Draft>();

	/** Events that belong to no entry are ignored. */
	add(event: StreamEvent): void {
		const type = entryTypes[event.type];
		if (type === undefined) return;
		const draft = this.draftOf(event, type);
		if (event.type === 'message.output.delta') {
			draft.message ??= new MessageDraft();
			draft.message.add(event.content, Number(event.content_index ?? 0));
		}
		merge(draft.fields, event);
	}

	/** The entries so far, in the order of the outputs. */
	entries(): Entry[] {
		const drafts = [...this.drafts.values()];
		// Without indexes the order of arrival is all there is.
		if (drafts.every(({ index }) => index !== undefined)) {
			drafts.sort((a, b) => Number(a.index) - Number(b.index));
		}
		return drafts.map(entryOf);
	}

	/** The entry that one event has added to, so far. */
	entry(event: StreamEvent): Entry | undefined {
		const draft = this.drafts.get(keyOf(event) ?? '');
		return draft && entryOf(draft);
	}

	private draftOf(event: StreamEvent, type: string): Draft {
		const key = keyOf(event) ?? '';
		const draft = this.drafts.get(key) ?? { fields: { type }, index: event.output_index };
		this.drafts.set(key, draft);
		return draft;
	}
}

/** What the events of one entry have in common, undefined when an event belongs to none. */
export function keyOf({ type, id, output_index: index }: StreamEvent): string | undefined {
	const entryType = entryTypes[type];
	return entryType && (id ?? `${entryType} ${index}`);
}

const entryOf = ({ fields, message }: Draft): Entry =>
	message ? { ...fields, content: message.content() } : fields;

const entryTypes: Record<string, string | undefined> = {
	'message.output.delta': 'message.output',
	'tool.execution.started': 'tool.execution',
	'tool.execution.delta': 'tool.execution',
	'tool.execution.done': 'tool.execution',
	'function.call.delta': 'function.call',
	'agent.handoff.started': 'agent.handoff',
	'agent.handoff.done': 'agent.handoff',
};

/** Fields of the event itself; `content` is put together by {@link MessageDraft}. */
const eventFields = new Set([
	'type',
	'created_at',
	'output_index',
	'content_index',
	'content',
	'arguments',
]);

/**
 * Arguments come in fragments; of every other field the first value counts (a later name has been seen
 * to be wrong), except that the confirmation status may be told with any event.
 */
function merge(fields: IDataObject, event: StreamEvent): void {
	if (typeof event.arguments === 'string') {
		fields.arguments = String(fields.arguments ?? '') + event.arguments;
	}
	for (const name in event) {
		if (eventFields.has(name)) continue;
		const isUnset = fields[name] === undefined || fields[name] === null || fields[name] === '';
		if (isUnset || name === 'confirmation_status')
			fields[name] = event[name] ?? fields[name] ?? null;
	}
}

/** The content of a message: text pieces are joined, other chunks arrive whole. */
class MessageDraft {
	private readonly parts: Array<{ index: number; chunk: Chunk }> = [];

	/** The latest part of each content index. */
	private readonly latest = new Map<number, Chunk>();

	private onlyStrings = true;

	/** @param content a text or a chunk; anything else, such as null, says nothing */
	add(content: unknown, index: number): void {
		const piece = typeof content === 'string' ? { type: 'text', text: content } : content;
		if (!isChunk(piece)) return;
		if (piece === content) this.onlyStrings = false;
		const before = this.latest.get(index);
		if (before?.type === piece.type && before.type === 'text') {
			before.text = (before.text ?? '') + (piece.text ?? '');
		} else if (before?.type === piece.type && before.type === 'thinking') {
			mergeThinking(before, piece);
		} else {
			const chunk =
				piece.type === 'thinking' ? mergeThinking({ type: 'thinking' }, piece) : { ...piece };
			this.parts.push({ index, chunk });
			this.latest.set(index, chunk);
		}
	}

	content(): Content {
		const chunks = this.parts.sort((a, b) => a.index - b.index).map(({ chunk }) => chunk);
		// As in an answer in one piece: a message of text alone is a string.
		return this.onlyStrings ? chunks.map(({ text }) => text).join('') : chunks;
	}
}

const isChunk = (value: unknown): value is Chunk =>
	isObject(value) && typeof value.type === 'string';

/** Thinking arrives in many small pieces; a signature or the end of it comes with the last one. */
function mergeThinking(before: Chunk, { thinking, ...fields }: Chunk): Chunk {
	const pieces = before.thinking ?? [];
	for (const piece of Array.isArray(thinking) ? thinking.filter(isChunk) : []) {
		const last = pieces.at(-1);
		if (last?.type === 'text' && piece.type === 'text') {
			last.text = (last.text ?? '') + (piece.text ?? '');
		} else pieces.push({ ...piece });
	}
	return Object.assign(before, fields, { thinking: pieces });
}
