import { type IDataObject, jsonParse, UserError } from 'n8n-workflow';

import type { Entry } from '../transport/entities';

/** A call of a function by the model, as the API's `function.call` entry has it. */
export interface FunctionCall extends IDataObject {
	tool_call_id: string;
	name: string;
	/** JSON text, or an object already. */
	arguments?: string | IDataObject;
	confirmation_status?: 'pending' | 'allowed' | 'denied' | null;
}

/** What a call came to; items that failed carry it under these names. */
export interface ToolResult {
	toolCallId: string;
	result: string;
}

/** The API's entry that answers a call. */
export const resultEntry = ({ toolCallId, result }: ToolResult): Entry => ({
	type: 'function.result',
	tool_call_id: toolCallId,
	result,
});

/** The API takes texts only: anything else becomes JSON, nothing becomes ''. */
export function resultText(result: unknown): string {
	if (typeof result === 'string') return result;
	return (result === null ? undefined : JSON.stringify(result)) ?? '';
}

/**
 * The arguments of a call, {} when it has none.
 *
 * @throws with words for the model when they are no JSON object
 */
export function argumentsOf({ arguments: args }: FunctionCall): IDataObject {
	const parsed =
		typeof args === 'string'
			? jsonParse<unknown>(args.trim() || '{}', { fallbackValue: null })
			: (args ?? {});
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw new UserError('The arguments are not a JSON object. Call the function again with one.');
	}
	return parsed as IDataObject;
}
