import { NodeApiError } from 'n8n-workflow';

import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import type { Entry } from '../transport/entities';
import { historyOf, lookAtHistory } from './history';
import { callsLeftOpen, callsNamedIn, isPending } from './openCalls';
import { functionCallOf } from './reply';
import type { FunctionCall } from './toolResults';

/** Seconds to wait before each look at the history, which may show calls late. */
const waits = [0, 1, 2, 4];

/**
 * The open calls of the history, once it shows enough.
 *
 * @returns those of the last look if none does
 */
export async function openCallsInHistory(
	api: Api,
	conversationId: string,
	isEnough: (open: FunctionCall[], history: Entry[]) => boolean,
): Promise<FunctionCall[]> {
	let open: FunctionCall[] = [];
	for (const seconds of waits) {
		await api.pause(seconds * 1000);
		const history = await historyOf(api, conversationId);
		open = callsLeftOpen(history);
		if (isEnough(open, history)) break;
	}
	return open;
}

/** 3001: results are missing. 3230: there are not as many as calls. Nothing was carried out. */
export const isForOpenCalls = (error: Error): error is NodeApiError =>
	error instanceof NodeApiError && [3001, 3230].includes(Number(error.context.code));

/** Ids of the calls that an append brings results or decisions for. */
export function callsBrought({ body }: ApiRequest): string[] {
	const { inputs, tool_confirmations: decisions } = body as Partial<Record<string, unknown>>;
	return [inputs, decisions]
		.flatMap((brought) => (Array.isArray(brought) ? (brought as Entry[]) : []))
		.flatMap(({ tool_call_id: id }) => id ?? []);
}

/**
 * The error of an append that was refused for the sake of open calls, with their names. They are looked
 * for once: what the history cannot tell must not take the place of what the API has said.
 */
export async function namingOpenCalls(
	api: Api,
	conversationId: string,
	request: ApiRequest,
	error: NodeApiError,
): Promise<NodeApiError> {
	error.context.conversationId = conversationId;
	const history = await lookAtHistory(api, conversationId);
	const open = callsLeftOpen(history ?? []);
	// It shows calls late, which the API may have named.
	if (!history || (open.length === 0 && callsNamedIn(error.message).length > 0)) return error;
	const words = wordsFor(open, callsBrought(request));
	error.description = [error.description, words].filter(Boolean).join(' ');
	error.context.functionCalls = open.map((call) => functionCallOf(call, conversationId));
	return error;
}

function wordsFor(open: FunctionCall[], brought: string[]): string {
	if (open.length === 0) return 'The history shows no open call.';
	const ids = open.map(({ tool_call_id: id }) => id);
	const [pending, others] = [open.filter(isPending), open.filter((call) => !isPending(call))];
	return [
		listed(
			'Waiting for results, which Tool Call > Submit Results gives together',
			others.map(nameOf),
		),
		listed('Waiting for a yes or no, which Tool Call > Confirm gives', pending.map(nameOf)),
		listed(
			'Not open',
			brought.filter((id) => !ids.includes(id)),
		),
	]
		.filter(Boolean)
		.join(' ');
}

const listed = (what: string, names: string[]) =>
	names.length > 0 ? `${what}: ${names.join(', ')}.` : '';

const nameOf = ({ name, tool_call_id: id }: FunctionCall) => `${name} (${id})`;
