/** How a message comes about: texts word by word, thinking piece by piece, other chunks whole. */
import type { Chunk } from '../schemas/content';
import type { Entry } from '../schemas/entries';
import type { MessageDelta } from './events';
import { wordsOf } from './pieces';
import { unfinished, type Step } from './step';

export type MessageOutput = Extract<Entry, { type: 'message.output' }>;

type Thinking = Extract<Chunk, { type: 'thinking' }>;

type Thought = Thinking['thinking'];

interface ThoughtPiece {
	part: Thought[number];
	soFar: Thought;
}

/** What one event brings, and the content from then on. */
interface Piece {
	content_index: number;
	content: MessageDelta['content'];
	soFar: MessageOutput['content'];
}

export function* messageSteps(entry: MessageOutput, output_index: number): Iterable<Step> {
	const { id, model, agent_id, role } = entry;
	const pieces = typeof entry.content === 'string' ? ofText(entry.content) : ofList(entry.content);
	for (const [index, { content_index, content, soFar }] of pieces.entries()) {
		const place = { output_index, id, content_index };
		const event: MessageDelta = {
			type: 'message.output.delta',
			...place,
			model,
			agent_id,
			role,
			content,
		};
		const isLast = index === pieces.length - 1;
		yield { event, entry: isLast ? entry : { ...unfinished(entry), content: soFar } };
	}
}

function ofText(text: string): Piece[] {
	let soFar = '';
	return wordsOf(text).map((content) => ({ content_index: 0, content, soFar: (soFar += content) }));
}

function ofList(chunks: Chunk[]): Piece[] {
	// Texts alone would be rebuilt as one string, so then their pieces are chunks too.
	const onlyTexts = chunks.every((chunk) => chunk.type === 'text');
	return chunks.flatMap((chunk, content_index) => {
		const before = chunks.slice(0, content_index);
		return growing(chunk).map(({ piece, grown }) => ({
			content_index,
			content: piece.type === 'text' && !onlyTexts ? piece.text : piece,
			soFar: [...before, grown],
		}));
	});
}

/** The pieces that a chunk arrives in, each with the chunk as it is then. */
function growing(chunk: Chunk): { piece: Chunk; grown: Chunk }[] {
	if (chunk.type === 'thinking') return growingThought(chunk);
	if (chunk.type !== 'text') return [{ piece: chunk, grown: chunk }];
	let text = '';
	return wordsOf(chunk.text).map((word) => {
		text += word;
		return { piece: { ...chunk, text: word }, grown: { ...chunk, text } };
	});
}

/** Each piece is a chunk of its own with a word of the thought; only the last one is closed (assumed). */
function growingThought(chunk: Thinking): { piece: Thinking; grown: Thinking }[] {
	const { type, closed, signature } = chunk;
	const parts = chunk.thinking.flatMap((part, index): ThoughtPiece[] => {
		const before = chunk.thinking.slice(0, index);
		if (part.type !== 'text') return [{ part, soFar: [...before, part] }];
		let text = '';
		return wordsOf(part.text).map((word) => {
			text += word;
			return { part: { ...part, text: word }, soFar: [...before, { ...part, text }] };
		});
	});
	return parts.map(({ part, soFar }, index) => {
		const isLast = index === parts.length - 1;
		const rest = isLast ? { closed, signature } : { closed: false };
		return {
			piece: { type, thinking: [part], ...rest },
			grown: { type, thinking: soFar, ...rest },
		};
	});
}
