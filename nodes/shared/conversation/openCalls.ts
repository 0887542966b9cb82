import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Entry } from '../transport/entities';
import { openCalls } from './rounds';
import { type FunctionCall, resultEntry } from './toolResults';

export type OnOpenCalls = 'cancel' | 'error';

/** Field of `options`: what to do when the conversation waits for results of its function calls. */
export const onOpenCalls = (byDefault: OnOpenCalls): INodeProperties => ({
	displayName: 'On Open Calls',
	name: 'onOpenCalls',
	type: 'options',
	options: [
		{
			name: 'Cancel Them',
			value: 'cancel',
			description: 'The model is told that they were cancelled, and gets the message',
		},
		{ name: 'Stop and Name the Calls', value: 'error', description: 'Nothing is sent' },
	],
	default: byDefault,
	description: 'What to do when the conversation still waits for results of function calls',
});

/** The calls of a history that wait for a result or a confirmation. */
export function callsLeftOpen(history: Entry[]): FunctionCall[] {
	const answered = new Set(
		history.filter(({ type }) => type === 'function.result').map((entry) => entry.tool_call_id),
	);
	return openCalls(history).filter(({ tool_call_id: id }) => !answered.has(id));
}

/** Whether a call waits for a yes or no, which no result can be in the place of. */
export const isPending = ({ confirmation_status: status }: FunctionCall) => status === 'pending';

/** The decisions that end pending calls. */
export const denials = (calls: FunctionCall[]) =>
	calls.map(({ tool_call_id }) => ({ tool_call_id, confirmation: 'deny' as const }));

/** The entries that end calls which wait for results. */
export const cancelledResults = (calls: FunctionCall[]): IDataObject[] =>
	calls.map(({ tool_call_id: toolCallId }) =>
		resultEntry({ toolCallId, result: 'Cancelled: the user went on without a result.' }),
	);

/** The ids of the calls in the API's words: `… Provide function results first for: ['a', 'b']`, with quotes or without. */
export const callsNamedIn = (message: string): string[] =>
	(/\[(.*)\]/.exec(message)?.[1] ?? '').match(/[^\s,'"]+/g) ?? [];

/** Inputs as a list of entries; a text is a message of the user. */
export const entriesOf = (inputs: string | IDataObject[]): IDataObject[] =>
	typeof inputs === 'string' ? [{ type: 'message.input', role: 'user', content: inputs }] : inputs;

/** The inputs with results before them, as the API wants it; calls that the inputs answer themselves need none. */
export function withCancelled(
	inputs: string | IDataObject[],
	calls: FunctionCall[],
): IDataObject[] {
	const entries = entriesOf(inputs);
	const answered = new Set(entries.map(({ tool_call_id: id }) => id));
	const others = calls.filter(({ tool_call_id: id }) => !answered.has(id));
	return [...cancelledResults(others), ...entries];
}
