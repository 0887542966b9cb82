import type { Draft, Entry, FunctionCall } from '../schemas/entries';
import type { Chunk, TextChunk } from '../schemas/content';
import type { Settings } from './settings';
import type { State } from '../state';

/** What the simulated model is asked: one request to one conversation. */
export interface Turn {
	state: State;
	settings: Settings;
	/** The whole conversation including this request's inputs. */
	entries: Entry[];
	/** Calls that this request allowed or denied. */
	confirmed: FunctionCall[];
	/** Whether calls are still open: then nothing is said. */
	isOpen: boolean;
	/** Whether the service goes on after a handoff or leaves that to the client. */
	handoffExecution: 'server' | 'client';
}

export const text = (value: string): TextChunk => ({ type: 'text', text: value });

/** The text in a message's content; other chunks are left out. */
export function textOf(content: string | Chunk[]): string {
	if (typeof content === 'string') return content;
	return content.flatMap((chunk) => (chunk.type === 'text' ? [chunk.text] : [])).join('\n');
}

/** What the user said, oldest first. */
export function userTexts(entries: Entry[]): string[] {
	return entries.flatMap((entry) =>
		entry.type === 'message.input' && entry.role === 'user' ? [textOf(entry.content)] : [],
	);
}

/** What the user said last; empty when nothing was said. */
export function lastUserText(entries: Entry[]): string {
	return userTexts(entries).at(-1) ?? '';
}

/** Who signs an entry. */
export function author({ agent, model }: Settings): { agent_id: string | null; model: string } {
	return { agent_id: agent?.id ?? null, model };
}

/** A message of the model. A single text is a string, as the service sends it. */
export function message(settings: Settings, chunks: Chunk[]): Draft {
	const [first] = chunks;
	return {
		type: 'message.output',
		role: 'assistant',
		...author(settings),
		content: chunks.length === 1 && first?.type === 'text' ? first.text : chunks,
	};
}
