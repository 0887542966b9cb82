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

interface Asking {
	/** Longest silence of a stream in ms; by default that of the API itself. */
	idleTimeout?: number;
	take?: EventTaker;
}

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
	const stream = await api.stream(request);
	const brokenBy = await readEvents(stream, idleTimeout, async (events) => {
		const known: StreamEvent[] = [];
		for (const event of events) {
			// Nothing belongs to an answer that has ended.
			if (answer.hasEnded) break;
			answer.add(event);
			known.push(event);
		}
		await take?.(known, answer);
		return answer.hasEnded;
	});
	api.throwIfStopped();
	if (answer.error) throw fault(answer.error.message);
	if (answer.hasEnded) return answer.response();

	const { conversationId, startedAt } = answer;
	const { body = {} } = request;
	const isKept = conversationId !== undefined && body.store !== false;
	const outputs = isKept
		? await reconcile(api, async () => await lookAtHistory(api, conversationId), {
				body,
				seen: answer.entries(),
				lastBefore: lastBefore(request),
				startedAt,
			})
		: undefined;
	if (outputs) return { ...answer.response(), outputs, usage: null, reconciled: true };
	throw fault(
		`The stream of the answer broke off: ${brokenBy ?? 'it ended before the answer did'}`,
	);
}

/**
 * What is known of the history before the answer, see `Sought`: a start begins a conversation, a
 * restart one that holds what was said up to an entry.
 */
const lastBefore = ({ path, body }: ApiRequest) =>
	path.length === 2 ? null : (body?.from_entry_id as string | undefined);

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
