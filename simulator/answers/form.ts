/** What completion_args make of a finished answer: JSON, thinking, and where it is cut. */
import type { Chunk } from '../schemas/content';
import type { Draft } from '../schemas/entries';
import type { Settings } from './settings';
import { sample } from './sample';
import { lastUserText, text, textOf, type Turn } from './turn';

/** The answer's text in the asked-for format; other chunks stay behind it. */
export function inFormat(turn: Turn, chunks: Chunk[]): Chunk[] {
	const format = turn.settings.completionArgs.response_format;
	if (!format || format.type === 'text') return chunks;
	const schema = format.type === 'json_schema' ? format.json_schema?.schema : undefined;
	const json = schema ? JSON.stringify(sample(schema)) : jsonObject(turn, textOf(chunks));
	return [text(json), ...chunks.filter((chunk) => chunk.type !== 'text')];
}

/** The service needs the word JSON in the prompt and else sends whitespace (vendor's limitation). */
function jsonObject({ settings, entries }: Turn, answer: string): string {
	const asked = /json/i.test(`${settings.instructions} ${lastUserText(entries)}`);
	return asked ? JSON.stringify({ answer }) : '\n'.repeat(20);
}

/** Puts a thinking chunk before the answer when some reasoning effort is asked for. */
export function withThinking({ settings, entries }: Turn, chunks: Chunk[]): Chunk[] {
	const effort = settings.completionArgs.reasoning_effort ?? 'none';
	if (effort === 'none') return chunks;
	const thought = `The user said “${lastUserText(entries)}”; I think about it with ${effort} effort.`;
	return [{ type: 'thinking', thinking: [text(thought)], closed: true }, ...chunks];
}

/** Ends messages at a stop sequence and after `max_tokens` words, counted over all of them. */
export function limited(drafts: Draft[], { completionArgs }: Settings): Draft[] {
	const stops = [completionArgs.stop ?? []].flat().filter(Boolean);
	const cut = wordBudget(completionArgs.max_tokens ?? Infinity);
	return drafts.map((draft) => {
		if (draft.type !== 'message.output') return draft;
		const content =
			typeof draft.content === 'string'
				? cut(untilStop(draft.content, stops))
				: chunksUntilStop(draft.content, stops).map((chunk) => shortened(chunk, cut));
		return { ...draft, content };
	});
}

/** Cuts one text after the other, until as many words as there may be have passed. */
function wordBudget(words: number): (value: string) => string {
	let left = words;
	return (value) => {
		const found = value.match(/\s*\S+/g) ?? [];
		const kept = found.slice(0, left);
		left -= kept.length;
		return kept.length < found.length ? kept.join('') : value;
	};
}

function shortened(chunk: Chunk, cut: (value: string) => string): Chunk {
	if (chunk.type === 'text') return { ...chunk, text: cut(chunk.text) };
	if (chunk.type !== 'thinking') return chunk;
	const thinking = chunk.thinking.map((part) =>
		part.type === 'text' ? { ...part, text: cut(part.text) } : part,
	);
	return { ...chunk, thinking };
}

function untilStop(value: string, stops: string[]): string {
	const ends = stops.map((stop) => value.indexOf(stop)).filter((index) => index >= 0);
	return value.slice(0, Math.min(value.length, ...ends));
}

/** The first text with a stop sequence is the last chunk. */
function chunksUntilStop(chunks: Chunk[], stops: string[]): Chunk[] {
	const kept: Chunk[] = [];
	for (const chunk of chunks) {
		if (chunk.type !== 'text') {
			kept.push(chunk);
			continue;
		}
		const text = untilStop(chunk.text, stops);
		kept.push({ ...chunk, text });
		if (text !== chunk.text) break;
	}
	return kept;
}
