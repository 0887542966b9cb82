import type { ApiRequest } from './apiRequest';
import type { Exchange } from './exchange';
import { isUnknown, type Outcome, type RawResponse, retryDelay } from './retry';

/** A response, and whether an earlier attempt, whose outcome is unknown, may have done the work already. */
export type Responded<Body> = RawResponse<Body> & { mayHaveBeenCarriedOut: boolean };

/** Who tries: how often at most, and how. */
export interface Trying<Body> {
	/** Attempts after the first one. */
	maxRetries: number;
	/** After which there is no attempt, in ms since 1970. */
	deadline: number;
	attempt(): Promise<Exchange<Body>>;
	/** Waits so many ms. It throws when there is nothing to wait for any more. */
	pause(ms: number): Promise<void>;
	/** What the last failure is told as. */
	errorFor(failure: Outcome): Promise<Error>;
}

/**
 * Sends a request, again where that is safe.
 *
 * @returns undefined for what a DELETE may have deleted before
 * @throws what `errorFor` makes of the last failure, and what `attempt` and `pause` throw
 */
export async function sendUntilResponded<Body>(
	request: ApiRequest,
	{ maxRetries, deadline, attempt, pause, errorFor }: Trying<Body>,
): Promise<Responded<Body> | undefined> {
	let mayHaveBeenCarriedOut = false;
	for (let retries = 0; ; retries++) {
		const exchange = await attempt();
		if ('response' in exchange) return { ...exchange.response, mayHaveBeenCarriedOut };
		const { failure } = exchange;
		const isGone = 'statusCode' in failure && failure.statusCode === 404;
		if (isGone && request.method === 'DELETE' && mayHaveBeenCarriedOut) return undefined;
		mayHaveBeenCarriedOut ||= isUnknown(failure);
		const delay = retries < maxRetries ? retryDelay(request, failure, retries) : undefined;
		if (delay === undefined || Date.now() + delay >= deadline) throw await errorFor(failure);
		await pause(delay);
	}
}
