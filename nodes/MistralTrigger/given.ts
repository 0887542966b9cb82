import type { IDataObject } from 'n8n-workflow';

import { chunksOf } from '../shared/conversation/content';
import type { Chunk, Content, Entry } from '../shared/transport/entities';

/** How many entries are remembered: more are never under way at a time. */
const remembered = 100;

/** What the workflow has been given of an answer's entries, by their ids. */
export class Given {
	private readonly amounts: Map<string, number>;

	constructor(amounts: Array<[string, number]> = []) {
		this.amounts = new Map(amounts);
	}

	/** Notes an entry, or an event that tells a part of one. */
	add(part: IDataObject): void {
		if (typeof part.id !== 'string') return;
		this.amounts.set(part.id, (this.amounts.get(part.id) ?? 0) + amountOf(part));
	}

	/** The entries, or the parts of them, that have not been given. */
	restOf(entries: Entry[]): Entry[] {
		// What comes before the first remembered entry was given long ago.
		const first = entries.findIndex(({ id }) => this.amounts.has(String(id)));
		return entries
			.slice(Math.max(first, 0))
			.map((entry) => restOf(entry, this.amounts.get(String(entry.id))))
			.filter((rest) => rest !== undefined);
	}

	latest(): Array<[string, number]> {
		return [...this.amounts].slice(-remembered);
	}
}

/**
 * Measures an entry, or the part of it that an event tells: characters of text and arguments, 1 for any
 * other chunk and for a step that is done.
 */
function amountOf({ type, content, arguments: args }: IDataObject): number {
	switch (type) {
		case 'message.output':
		case 'message.output.delta':
			return lengthOf(chunksIn(content as Content | Chunk));
		case 'function.call':
		case 'function.call.delta':
			return argumentsText(args).length;
		case 'tool.execution':
		case 'tool.execution.done':
		case 'agent.handoff':
		case 'agent.handoff.done':
			return 1;
		default:
			return 0;
	}
}

function restOf(entry: Entry, given: number | undefined): Entry | undefined {
	if (given === undefined) return entry;
	if (given >= amountOf(entry)) return undefined;
	const { type, content } = entry;
	if (type === 'function.call') {
		return { ...entry, arguments: argumentsText(entry.arguments).slice(given) };
	}
	if (type !== 'message.output') return entry;
	const rest =
		typeof content === 'string' ? content.slice(given) : restOfChunks(chunksOf(content), given);
	return { ...entry, content: rest };
}

const argumentsText = (args: unknown) =>
	typeof args === 'string' ? args : args === undefined ? '' : JSON.stringify(args);

/** An event holds text or one chunk, an entry text or several. */
export const chunksIn = (content?: Content | Chunk | null): Chunk[] =>
	content && typeof content === 'object' && !Array.isArray(content) ? [content] : chunksOf(content);

const lengthOf = (chunks: Chunk[]): number =>
	chunks.reduce((sum, chunk) => sum + lengthOfChunk(chunk), 0);

function lengthOfChunk({ type, text, thinking }: Chunk): number {
	if (type === 'text') return text?.length ?? 0;
	return type === 'thinking' ? lengthOf(thinking ?? []) : 1;
}

function restOfChunks(chunks: Chunk[], given: number): Chunk[] {
	let left = given;
	return chunks.flatMap((chunk) => {
		const length = lengthOfChunk(chunk);
		const skipped = Math.min(left, length);
		left -= skipped;
		if (skipped === length) return [];
		const { type, text, thinking } = chunk;
		if (type === 'text') return { ...chunk, text: text?.slice(skipped) };
		return type === 'thinking'
			? { ...chunk, thinking: restOfChunks(thinking ?? [], skipped) }
			: chunk;
	});
}
