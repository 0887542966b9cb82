import { type ApiRequest, isRepeatable } from './apiRequest';

/** An HTTP response, whatever its status; the body is unparsed. */
export interface RawResponse<Body = string> {
	statusCode: number;
	/** Lower-case names. */
	headers: Record<string, string | undefined>;
	body: Body;
}

/** No HTTP response: the error code, such as `ECONNREFUSED`, or '' when n8n itself refused to send. */
export interface NetworkFailure {
	networkCode: string;
	message: string;
}

export type Outcome = RawResponse | NetworkFailure;

/** 409: another request to the conversation is being answered. 429: rate limit. */
const refusedStatuses = [409, 429];
const temporaryStatuses = [500, 502, 503, 504];
const unreachableCodes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

const firstDelay = 500;
const longestDelay = 30_000;
/** A server that asks for more is down for this run: better an error now than an execution that hangs. */
const longestRetryAfter = 120_000;

/** True when the API cannot have carried the request out. */
export const wasRefused = (outcome: Outcome) =>
	'statusCode' in outcome
		? refusedStatuses.includes(outcome.statusCode)
		: unreachableCodes.includes(outcome.networkCode);

/** True when nobody can tell whether the API carried the request out. */
export const isUnknown = (outcome: Outcome) =>
	'statusCode' in outcome
		? temporaryStatuses.includes(outcome.statusCode)
		: outcome.networkCode !== '' && !wasRefused(outcome);

/**
 * Wait before the next attempt in ms, undefined when there must be none.
 *
 * @param attempt 0 after the first attempt
 */
export function retryDelay(
	request: ApiRequest,
	outcome: Outcome,
	attempt: number,
): number | undefined {
	if (!wasRefused(outcome) && !(isRepeatable(request) && isUnknown(outcome))) return undefined;
	const asked = 'headers' in outcome ? retryAfter(outcome.headers['retry-after']) : undefined;
	if (asked !== undefined) return asked <= longestRetryAfter ? asked : undefined;
	const backoff = Math.min(longestDelay, firstDelay * 2 ** attempt);
	return backoff / 2 + (Math.random() * backoff) / 2;
}

/** Retry-After in ms: the header holds seconds or an HTTP date (RFC 9110 §10.2.3). */
function retryAfter(header: string | undefined): number | undefined {
	if (!header) return undefined;
	const seconds = Number(header);
	const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
	return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
