/** The caller's own functions: when the model calls them and what it makes of their results. */
import type { Entry, Draft } from '../schemas/entries';
import type { FunctionTool } from '../schemas/tools';
import { sample } from './sample';
import { author, type Turn } from './turn';

/** Whether the text has the function's name in it, or all the words of that name. */
export function isNamed({ function: { name } }: FunctionTool, said: string): boolean {
	if (said.includes(name)) return true;
	const spoken = new Set(wordsOf(said));
	return wordsOf(name).every((word) => spoken.has(word));
}

function wordsOf(value: string): string[] {
	return value
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
}

/** A call of each function at once, with arguments sampled from its parameters. */
export function callFunctions({ state, settings }: Turn, functions: FunctionTool[]): Draft[] {
	return functions.map((tool) => ({
		type: 'function.call',
		...author(settings),
		tool_call_id: state.ids.toolCall(),
		name: tool.function.name,
		arguments: JSON.stringify(sample(tool.function.parameters)),
		confirmation_status: null,
	}));
}

/** The results that the conversation ends with; none when something else came after them. */
export function latestResults(entries: Entry[]): Extract<Entry, { type: 'function.result' }>[] {
	const before = entries.findLastIndex((entry) => entry.type !== 'function.result');
	return entries.slice(before + 1).filter((entry) => entry.type === 'function.result');
}

/** Quotes the results, each with the name of the function that gave it. */
export function quoteResults(entries: Entry[]): string {
	const names = new Map(
		entries.flatMap((entry) =>
			entry.type === 'function.call' ? [[entry.tool_call_id, entry.name] as const] : [],
		),
	);
	return latestResults(entries)
		.map(({ tool_call_id, result }) => `${names.get(tool_call_id)} says: “${result}”.`)
		.join(' ');
}
