import type { IDataObject } from 'n8n-workflow';

import { ParameterError } from '../transport/parameterError';
import { isObject } from '../transport/shape';
import { resultEntry } from './toolResults';

const example = '{ "type": "function.result", "tool_call_id": "…", "result": "…" }';

/**
 * Entries that the user wrote as JSON, in the API's form. Results of function calls may be spelled as this
 * node's output spells calls: `{ toolCallId, result }`, whatever else is in them.
 *
 * @throws {ParameterError} for what Mistral would refuse with a complaint for each kind of entry
 */
export const givenEntries = (entries: unknown[]): IDataObject[] => entries.map(entryOf);

function entryOf(entry: unknown, index: number): IDataObject {
	const place = `entry ${index + 1} of the parameter "Inputs"`;
	if (!isObject(entry)) {
		throw new ParameterError(
			`In ${place} there is no object`,
			'Write entries like { "role": "user", "content": "Hello" }.',
		);
	}
	const { type, tool_call_id: id, toolCallId = id, result } = entry;
	const isResult = type === 'function.result' || (type === undefined && 'result' in entry);
	if (!isResult) return entry;
	if (typeof toolCallId !== 'string' || toolCallId === '') {
		throw new ParameterError(
			`The function result in ${place} does not say which call it is for`,
			`Write it like ${example}; the ID is the toolCallId of the function call.`,
		);
	}
	if (typeof result !== 'string') {
		throw new ParameterError(
			`The function result in ${place} must have a text as its result, but has ${JSON.stringify(result) ?? 'none'}`,
			`Write it like ${example}; JSON.stringify makes a text of an object.`,
		);
	}
	const own = resultEntry({ toolCallId, result });
	return id === undefined ? own : { type: own.type, ...entry };
}
