import type { Chunk } from '../schemas/content';
import type { Draft, Entry } from '../schemas/entries';
import type { Turn } from './turn';

/** Token counts (schema `ConversationUsageInfo`). A word counts as a token. */
export interface Usage {
	prompt_tokens: number;
	completion_tokens: number;
	total_tokens: number;
	/** What tools brought in; `null` when none was used. */
	connector_tokens: number | null;
	/** How often each tool was used; `null` when none was. */
	connectors: Record<string, number> | null;
}

/** Counts one answer. The prompt is the instructions and the whole conversation before it. */
export function countUsage({ settings, entries }: Turn, answer: Draft[]): Usage {
	const prompt_tokens = words(settings.instructions ?? '') + sum(entries.map(entryWords));
	const completion_tokens = sum(answer.map(entryWords));
	const executions = answer.filter((draft) => draft.type === 'tool.execution');
	const used = executions.length > 0;
	const connector_tokens = used
		? sum(executions.map((draft) => words(draft.arguments) + jsonWords(draft.info ?? {})))
		: null;
	const connectors: Record<string, number> = {};
	for (const { name } of executions) connectors[name] = (connectors[name] ?? 0) + 1;
	return {
		prompt_tokens,
		completion_tokens,
		total_tokens: prompt_tokens + completion_tokens + (connector_tokens ?? 0),
		connector_tokens,
		connectors: used ? connectors : null,
	};
}

function entryWords(entry: Draft | Entry): number {
	switch (entry.type) {
		case 'message.input':
		case 'message.output':
			return typeof entry.content === 'string'
				? words(entry.content)
				: sum(entry.content.map(chunkWords));
		case 'function.call':
			return typeof entry.arguments === 'string'
				? words(entry.arguments)
				: jsonWords(entry.arguments);
		case 'function.result':
			return words(entry.result);
		default:
			return 0;
	}
}

function chunkWords(chunk: Chunk): number {
	if (chunk.type === 'text') return words(chunk.text);
	if (chunk.type !== 'thinking') return 0;
	return sum(chunk.thinking.map((part) => (part.type === 'text' ? words(part.text) : 0)));
}

const words = (value: string): number => value.split(/\s+/).filter(Boolean).length;
// Spaces between keys and values make words of them.
const jsonWords = (value: object): number => words(JSON.stringify(value, null, 1));
const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
