import { AnswerBuilder } from '../streaming/answerBuilder';
import type { StreamEvent } from '../streaming/events';
import { readEvents } from '../streaming/read';
import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import { type Answer, anAnswer } from '../transport/entities';
import { textOfEntry } from './content';
import { lookAtHistory } from './history';
import { reconcile } from './reconcile';

/** Gets the events as they come; the next ones are read when it is done with them. */
export type EventTaker = (events: StreamEvent[], answer: AnswerBuilder) => Promise<void> | void;

export interface Asking {
	/** Longest silence of a stream in ms; by default that of the API itself. */
	idleTimeout?: number;
	take?: EventTaker;
}

/** A way to get an answer, be it by one request or by several; `take` gets the events of that answer only. */
export type Question = (asking: Asking) => Promise<Answer>;

/**
 * Sends a request that a model answers. With `stream: true` the answer is put together of its events, and
 * one whose stream is cut is completed from the history: it then has `reconciled: true` and no usage.
 *
 * @throws {NodeApiError} with the conversation and the text so far in its context
 */
export async function ask(
	api: Api,
	request: ApiRequest,
	{ idleTimeout = 600_000, take }: Asking = {},
): Promise<Answer> {
	if (!request.body?.stream) return (await api.send(request, anAnswer)).json;
	const answer = new AnswerBuilder();
	const fault = (words: string) =>
		answerFault(api, words, {
			code: answer.error?.code,
			conversationId: answer.conversationId,
			partialText: answer.entries().map(textOfEntry).filter(Boolean).join('\n\n'),
		});
	const body = await api.stream(request);
	const brokenBy = await readEvents(body, idleTimeout, async (events) => {
		for (const event of events) answer.add(event);
		await take?.(events, answer);
		return answer.hasEnded;
	});
	api.throwIfStopped();
	if (answer.error) throw fault(answer.error.message);
	if (answer.hasEnded) return answer.response();

	const { conversationId } = answer;
	const isKept = conversationId !== undefined && request.body?.store !== false;
	const outputs = isKept
		? await reconcile(
				api,
				async () => await lookAtHistory(api, conversationId),
				request.body?.inputs,
				answer.entries(),
			)
		: undefined;
	if (outputs) return { ...answer.response(), outputs, usage: null, reconciled: true };
	throw fault(
		`The stream of the answer broke off: ${brokenBy ?? 'it ended before the answer did'}`,
	);
}

/** What there is of an answer that did not become whole, for whoever continues on fail. */
interface Rest {
	code?: string | number;
	conversationId?: string;
	partialText: string;
}

/** An answer that broke off, or that the API itself ended with an error event. */
export const answerFault = (api: Api, words: string, { code, ...context }: Rest) =>
	api.fault({
		words,
		code,
		advice: context.conversationId
			? `Look at the history of the conversation ${context.conversationId} before you send the message again.`
			: 'Mistral may have carried the request out, so it was not sent again.',
		context: { ...context },
	});
