import { type IDataObject, NodeError } from 'n8n-workflow';

import type { Item, Output } from '../operation/operation';
import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import type { Answer, Entry } from '../transport/entities';
import type { AnswerParameters } from './answerForm';
import { answeringTo } from './answering';
import type { Question } from './ask';
import { callsBrought, openCallsInHistory } from './openCallsInHistory';
import { functionCallOf } from './reply';
import type { FunctionCall } from './toolResults';

/**
 * Gets the answer to an append that may bring results or decisions for some of the open calls only. Mistral
 * may take them and say nothing until all calls have what they wait for: an answer that stops short of a
 * message is no end, though nothing in it says so. Then the output has the calls that stay open.
 */
export async function tellingCallsLeft(
	item: Item<AnswerParameters>,
	request: ApiRequest,
	question: Question,
): Promise<Output> {
	const brought = callsBrought(request);
	const isAsked = brought.length > 0 && item.parameters.simplify !== false;
	let left: FunctionCall[] = [];
	const output = await answeringTo(item, async (asking) => {
		const answer = await question(asking);
		if (isAsked && stopsShort(answer)) left = await callsLeft(item.api, answer, brought);
		return answer;
	});
	return left.length > 0 ? { ...output, json: withCalls(output.json, left) } : output;
}

/** An answer ends in a message, in calls, or in a handoff that the client is to make. */
const stopsShort = ({ outputs }: Answer) =>
	!['message.output', 'function.call', 'agent.handoff'].includes(outputs.at(-1)?.type ?? '');

/**
 * The history may not yet show what was just brought, but these calls have it.
 *
 * @throws {NodeError} when it cannot be read: then nobody knows whether the answer is whole
 */
async function callsLeft(
	api: Api,
	{ conversation_id: conversationId }: Answer,
	brought: string[],
): Promise<FunctionCall[]> {
	const isBrought = ({ tool_call_id: id = '' }: Pick<Entry, 'tool_call_id'>) =>
		brought.includes(id);
	const isEnough = (open: FunctionCall[], history: Entry[]) =>
		open.some((call) => !isBrought(call)) || (history.some(isBrought) && !open.some(isBrought));
	const open = await openCallsInHistory(api, conversationId, isEnough).catch((error: Error) => {
		if (!(error instanceof NodeError)) throw error;
		error.description = [error.description, hasTaken].filter(Boolean).join(' ');
		error.context.conversationId = conversationId;
		throw error;
	});
	return open.filter((call) => !isBrought(call));
}

const hasTaken =
	'Mistral has taken what was sent for the calls, so do not send it again: look at the history for calls that are still open.';

/** The simplified output, as it is for an answer that has these calls. */
function withCalls({ usage, ...reply }: IDataObject, calls: FunctionCall[]): IDataObject {
	const functionCalls = calls.map((call) => functionCallOf(call, String(reply.conversationId)));
	return { ...reply, status: 'requires_action', functionCalls, usage };
}
