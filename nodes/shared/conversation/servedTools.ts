import type { IDataObject } from 'n8n-workflow';

import { ParameterError } from '../transport/parameterError';
import { functionParameters } from './functionParameters';

/** A tool as n8n gives it on the `ai_tool` input: a LangChain tool, or one that looks like it. */
export interface N8nTool {
	name: string;
	description?: string;
	/** Zod or JSON Schema; none when the tool takes a text. */
	schema?: unknown;
	metadata?: { sourceNodeName?: unknown; gatedToolNodeName?: unknown };
	/** `signal` is that of the execution. */
	invoke(args: unknown, config?: { signal?: AbortSignal }): Promise<unknown>;
}

/** Several tools of one node, such as those of an MCP server or those behind a review. */
export interface N8nToolkit {
	tools?: N8nTool[];
	getTools?(): N8nTool[];
}

/** What a call of a function by the model runs. */
export interface ServedTool {
	tool: N8nTool;
	/** The API's `function` tool, as a request offers it. */
	definition: { type: 'function'; function: IDataObject };
	takesText: boolean;
}

/** Tools under the names that the model calls them by. */
export type ServedTools = ReadonlyMap<string, ServedTool>;

/** What `getInputConnectionData` gives for `ai_tool`, without toolkits around the tools. */
export const toolsIn = (connected: ReadonlyArray<N8nTool | N8nToolkit>): N8nTool[] =>
	connected.flatMap((one) => ('invoke' in one ? [one] : (one.tools ?? one.getTools?.() ?? [])));

/**
 * Refuses tools that a person is to review first (n8n's Human review): their `invoke` gives '' and runs
 * nothing. n8n carries a review out for nodes that give their calls to the engine, as its AI Agent does;
 * with n8n 2.41 such a call is lost when n8n restarts while it waits, and an old approval may count for a
 * later call.
 *
 * @throws {ParameterError} that names the tools and the way that works
 */
export function refuseReviewed(tools: N8nTool[]): void {
	const reviewed = tools.filter(({ metadata }) => typeof metadata?.gatedToolNodeName === 'string');
	if (reviewed.length === 0) return;
	const names = reviewed.map((tool) => `"${tool.name}" (behind ${nodeOf(tool)})`);
	throw new ParameterError(
		`n8n's Human review works with its AI Agent only, so these tools cannot be used here: ${names.join(', ')}`,
		'Instead, define each as a Function in the parameter "Tools": its calls are then given to you. Have them approved with Send and Wait for Response, do what they ask for, and go on with Tool Call > Submit Results. Tools of connectors can wait for Tool Call > Confirm.',
	);
}

/**
 * The functions that n8n tools are to the API. A name depends on nothing but the tool's own, so that a
 * conversation which was started with the tools finds them again.
 *
 * @param functions the names of functions that the request defines itself
 * @throws {ParameterError} when two tools, or a tool and a function, would have one name
 */
export function servedTools(tools: N8nTool[], functions: string[] = []): ServedTools {
	const served = new Map<string, ServedTool>();
	for (const tool of tools) {
		const name = functionName(tool.name);
		const other = served.get(name)?.tool;
		if (other) throw twice(`${nodeOf(other)} and ${nodeOf(tool)} are both tools`, name);
		if (functions.includes(name)) {
			throw twice(`${nodeOf(tool)} is a tool, and the parameter "Tools" has a function,`, name);
		}
		const { parameters, takesText } = functionParameters(tool.schema);
		const definition = { name, description: tool.description ?? '', parameters };
		served.set(name, { tool, definition: { type: 'function', function: definition }, takesText });
	}
	return served;
}

const twice = (what: string, name: string) =>
	new ParameterError(`${what} of the name "${name}"`, 'Rename one of them.');

const nodeOf = ({ name, metadata }: N8nTool) => `"${String(metadata?.sourceNodeName ?? name)}"`;

/**
 * Of Mistral's own tools, and of the functions that these have been seen to run under
 * (`tool.execution.function` in real answers).
 */
const mistralsOwn = [
	'web_search',
	'web_search_premium',
	'code_interpreter',
	'image_generation',
	'document_library',
	'library_search',
	'generate_image',
	'web_fetch',
];

/** "must be a-z, A-Z, 0-9, or contain underscores and dashes, with a maximum length of 64", says the API. */
const longest = 64;

/** A name that the API accepts; where it is not the tool's own, a fingerprint keeps names apart. */
function functionName(name: string): string {
	const plain = name.normalize('NFKD').replace(/[^\w-]+/g, '_');
	if (plain === name && plain && plain.length <= longest && !mistralsOwn.includes(plain)) {
		return plain;
	}
	const end = `_${fingerprint(name)}`;
	return plain.slice(0, longest - end.length) + end;
}

/** FNV-1a, 8 hexadecimal digits. */
function fingerprint(text: string): string {
	let hash = 0x811c9dc5;
	for (const character of text)
		hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return (hash >>> 0).toString(16).padStart(8, '0');
}
