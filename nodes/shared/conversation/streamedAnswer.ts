import type { IDataObject } from 'n8n-workflow';

import { hasCaller } from '../operation/caller';
import type { ApiRequest } from '../transport/apiRequest';
import type { Item } from '../operation/operation';
import { AnswerBuilder } from '../streaming/answer';
import { readEvents } from '../streaming/read';
import { reconcile } from '../streaming/reconcile';
import { cancelSignal, pause, throwIfCancelled } from '../transport/cancel';
import { answerError } from '../transport/errors';
import { apiRequest, apiStream } from '../transport/request';
import { Caller } from './caller';
import { textOfEntry } from './content';

interface StreamParameters {
	options?: { streamSteps?: boolean; store?: boolean };
}

/** Longest silence of a stream in ms, which is that of the API itself. */
const idleTimeout = 600_000;

/**
 * Sends a request with `stream: true` and gives the answer as an unstreamed one would be. Where the
 * execution streams, its caller gets the text as it comes. A stream that is cut is completed from the
 * history: the answer then has `reconciled: true` and no usage.
 *
 * @throws {NodeApiError} with the conversation and the text so far in its context
 */
export async function streamedAnswer(
	item: Item<StreamParameters>,
	request: ApiRequest,
): Promise<IDataObject> {
	const { context, options, parameters } = item;
	const { itemIndex } = options;
	const answer = new AnswerBuilder();
	const caller = hasCaller(context)
		? new Caller(context, itemIndex, parameters.options?.streamSteps === true)
		: undefined;

	await caller?.begin();
	const body = await apiStream(context, request, options);
	const brokenBy = await readEvents(body, options.timeout ?? idleTimeout, async (events) => {
		for (const event of events) answer.add(event);
		await caller?.pass(events);
		return answer.hasEnded;
	});
	throwIfCancelled(context, itemIndex);
	if (answer.error) throw failure(item, answer, answer.error.message);

	const response = answer.hasEnded
		? answer.response()
		: await completed(item, request, answer, brokenBy ?? 'it ended before the answer did');
	await caller?.finish(response.outputs as IDataObject[]);
	return response;
}

/** The answer of a stream that was cut, as far as the API has kept it. */
async function completed(
	item: Item<StreamParameters>,
	request: ApiRequest,
	answer: AnswerBuilder,
	brokenBy: string,
): Promise<IDataObject> {
	const { context, options, parameters } = item;
	const { conversationId } = answer;
	const isKept = conversationId !== undefined && parameters.options?.store !== false;
	const outputs = isKept
		? await reconcile(
				() => readHistory(item, conversationId),
				request.body?.inputs,
				answer.entries(),
				(ms) => pause(cancelSignal(context), ms),
			)
		: undefined;
	throwIfCancelled(context, options.itemIndex);
	if (outputs) return { ...answer.response(), outputs, usage: null, reconciled: true };
	throw failure(item, answer, `The stream of the answer broke off: ${brokenBy}`);
}

/** @returns undefined when it cannot be read, which may be for the reason that the stream was cut */
async function readHistory({ context, options }: Item, conversationId: string) {
	const path = ['v1', 'conversations', conversationId, 'history'];
	try {
		const history = await apiRequest(
			context,
			{ method: 'GET', path },
			{ ...options, maxRetries: 0 },
		);
		return (history as { entries: IDataObject[] }).entries;
	} catch {
		return undefined;
	}
}

const failure = ({ context, options }: Item, answer: AnswerBuilder, words: string) =>
	answerError(context.getNode(), words, options.itemIndex, {
		code: answer.error?.code,
		conversationId: answer.conversationId,
		partialText: answer.entries().map(textOfEntry).filter(Boolean).join('\n\n'),
	});
