import type { ApiRequest } from './apiRequest';
import { cancelSignal, pause, throwIfCancelled } from './cancel';
import type { ApiContext } from './context';
import type { Send } from './exchange';
import { type ApiAnswer, type Outcome, retryDelay } from './retry';

export interface RequestOptions {
	/** Named in errors. */
	itemIndex: number;
	/** Attempts after the first one; 3 by default. */
	maxRetries?: number;
	/** To the response headers, in ms; a minute by default, 0 for none. */
	timeout?: number;
}

/** An answer, and which attempt brought it: 0 for the first. */
export type Answered<Body> = ApiAnswer<Body> & { attempt: number };

/**
 * Sends a request, again where that is safe.
 *
 * @returns undefined for what a repeated DELETE found deleted
 * @throws what `errorFor` makes of the last failure, {NodeOperationError} when the execution is cancelled
 */
export async function sendUntilAnswered<Body>(
	context: ApiContext,
	request: ApiRequest,
	{ itemIndex, maxRetries = 3, timeout = 60_000 }: RequestOptions,
	send: Send<Body>,
	errorFor: (failure: Outcome) => Promise<Error>,
): Promise<Answered<Body> | undefined> {
	for (let attempt = 0; ; attempt++) {
		const exchange = await send(context, request, timeout);
		throwIfCancelled(context, itemIndex);
		if ('answer' in exchange) return { ...exchange.answer, attempt };
		const { failure } = exchange;
		const isGone = 'statusCode' in failure && failure.statusCode === 404;
		if (isGone && request.method === 'DELETE' && attempt > 0) return undefined;
		const delay = attempt < maxRetries ? retryDelay(request, failure, attempt) : undefined;
		if (delay === undefined) throw await errorFor(failure);
		await pause(cancelSignal(context), delay);
		throwIfCancelled(context, itemIndex);
	}
}
