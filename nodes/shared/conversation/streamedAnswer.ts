import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import { AnswerBuilder } from '../streaming/answer';
import type { StreamEvent } from '../streaming/events';
import { readEvents } from '../streaming/read';
import { reconcile } from '../streaming/reconcile';
import { cancelSignal, pause, throwIfCancelled } from '../transport/cancel';
import type { ApiContext } from '../transport/context';
import { answerError } from '../transport/errors';
import type { RequestOptions } from '../transport/attempts';
import { apiStream } from '../transport/request';
import { textOfEntry } from './content';
import { lookAtHistory } from './history';

/** Gets the events as they come; the next ones are read when it is done with them. */
export type EventTaker = (events: StreamEvent[], answer: AnswerBuilder) => Promise<void> | void;

/** Longest silence of a stream in ms, which is that of the API itself. */
const idleTimeout = 600_000;

/**
 * Sends a request with `stream: true` and gives the answer as an unstreamed one would be. A stream that
 * is cut is completed from the history: the answer then has `reconciled: true` and no usage.
 *
 * @throws {NodeApiError} with the conversation and the text so far in its context
 */
export async function streamedAnswer(
	context: ApiContext,
	request: ApiRequest,
	options: RequestOptions,
	take?: EventTaker,
): Promise<IDataObject> {
	const answer = new AnswerBuilder();
	const fail = (words: string) =>
		answerError(context.getNode(), words, options.itemIndex, {
			code: answer.error?.code,
			conversationId: answer.conversationId,
			partialText: answer.entries().map(textOfEntry).filter(Boolean).join('\n\n'),
		});
	const body = await apiStream(context, request, options);
	const brokenBy = await readEvents(body, options.timeout ?? idleTimeout, async (events) => {
		for (const event of events) answer.add(event);
		await take?.(events, answer);
		return answer.hasEnded;
	});
	throwIfCancelled(context, options.itemIndex);
	if (answer.error) throw fail(answer.error.message);
	if (answer.hasEnded) return answer.response();

	const { conversationId } = answer;
	const isKept = conversationId !== undefined && request.body?.store !== false;
	const outputs = isKept
		? await reconcile(
				() => lookAtHistory(context, conversationId, options),
				request.body?.inputs,
				answer.entries(),
				(ms) => pause(cancelSignal(context), ms),
			)
		: undefined;
	throwIfCancelled(context, options.itemIndex);
	if (outputs) return { ...answer.response(), outputs, usage: null, reconciled: true };
	throw fail(`The stream of the answer broke off: ${brokenBy ?? 'it ended before the answer did'}`);
}
