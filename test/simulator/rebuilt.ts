/** What a client makes of a stream's events. */
import type { ConversationResponse } from '../../simulator/conversations/exchange';
import type { Chunk } from '../../simulator/schemas/content';
import type { MessageDelta, StreamEvent } from '../../simulator/streams/events';

/** The parts of an answer that events carry. */
export interface Rebuilt {
	conversation_id?: string;
	outputs: Record<string, unknown>[];
	usage?: unknown;
}

/** The answer that the events make up; they say nothing of times. */
export function rebuilt(events: StreamEvent[]): Rebuilt {
	const answer: Rebuilt = { outputs: [] };
	for (const event of events) {
		if (event.type === 'conversation.response.started') {
			answer.conversation_id = event.conversation_id;
		} else if (event.type === 'conversation.response.done') {
			answer.usage = event.usage;
		} else if ('output_index' in event) {
			const { output_index: index } = event;
			answer.outputs[index] = grown(answer.outputs[index] ?? {}, event);
		}
	}
	return answer;
}

/** The same parts of an answer in one piece. */
export function comparable({ conversation_id, outputs, usage }: ConversationResponse): Rebuilt {
	return { conversation_id, outputs: outputs.map(untimed), usage };
}

/** The fields of an entry that events tell. */
export function untimed(entry: object): Record<string, unknown> {
	return without(entry, ['object', 'created_at', 'completed_at']);
}

function without(value: object, names: string[]): Record<string, unknown> {
	return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

type OfEntry = Extract<StreamEvent, { output_index: number }>;

function grown(entry: Record<string, unknown>, event: OfEntry): Record<string, unknown> {
	const fields = without(event, ['created_at', 'output_index', 'content_index', 'content']);
	const type = event.type.replace(/\.(delta|started|done)$/, '');
	const whole = { ...entry, ...fields, type };
	if (event.type === 'message.output.delta') {
		return { ...whole, content: grownContent(entry.content as Content, event) };
	}
	if (!('arguments' in event)) return whole;
	return { ...whole, arguments: String(entry.arguments ?? '') + event.arguments };
}

type Content = string | Chunk[] | undefined;

function grownContent(before: Content, { content, content_index }: MessageDelta): Content {
	if (typeof content === 'string' && typeof before !== 'object' && content_index === 0) {
		return (before ?? '') + content;
	}
	const chunks: Chunk[] =
		typeof before === 'string' ? [{ type: 'text', text: before }] : [...(before ?? [])];
	const piece: Chunk = typeof content === 'string' ? { type: 'text', text: content } : content;
	chunks[content_index] = joined(chunks[content_index], piece);
	return chunks;
}

function joined(before: Chunk | undefined, piece: Chunk): Chunk {
	if (before?.type === 'text' && piece.type === 'text') {
		return { ...piece, text: before.text + piece.text };
	}
	if (before?.type !== 'thinking' || piece.type !== 'thinking') return piece;
	const thought = [...before.thinking];
	for (const part of piece.thinking) {
		const last = thought.at(-1);
		if (last?.type === 'text' && part.type === 'text') {
			thought[thought.length - 1] = { ...part, text: last.text + part.text };
		} else thought.push(part);
	}
	return { ...piece, thinking: thought };
}
