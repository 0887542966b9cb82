import type { NetworkFailure, RawResponse } from './retry';
import { isObject } from './shape';

/** One complaint of a 422 response (the vendor's `ValidationError`). */
interface ValidationDetail {
	loc?: Array<string | number>;
	msg?: string;
}

/** The error bodies of the API: several shapes exist side by side. */
export interface ErrorBody {
	message?: unknown;
	detail?: unknown;
	error?: unknown;
	code?: string | number;
	guardrails?: unknown;
}

/** The API's own words in any of its error bodies. */
export function errorWords(body: unknown): string {
	if (typeof body === 'string') return plainText(body);
	if (Array.isArray(body)) return complaints(body);
	if (!isObject(body)) return '';
	const { detail, message, error }: ErrorBody = body;
	// Files answer with a `detail` that names the fault and a `message` that explains it.
	const said = [errorWords(detail), errorWords(message)].filter(Boolean);
	return said.length > 0 ? said.map(sentence).join(' ').replace(/\.$/, '') : errorWords(error);
}

/** What an HTTP response says; `body` is parsed where it is JSON. */
export function responseWords({ statusCode, headers, body: text }: RawResponse, body: unknown) {
	if (statusCode >= 300 && statusCode < 400) {
		return `The API answered with a redirect to ${headers.location ?? 'nowhere'} (HTTP ${statusCode})`;
	}
	return (
		errorWords(body) || plainText(text) || `The API answered with HTTP ${statusCode} and no message`
	);
}

/** Why there was no response. */
export function failureWords({ networkCode, message }: NetworkFailure, baseUrl: string) {
	const reasons: Record<string, string> = {
		ECONNREFUSED: 'nothing listens at this address',
		ENOTFOUND: 'the host name is unknown',
		EAI_AGAIN: 'the host name could not be looked up',
		ECONNRESET: 'the connection broke before the whole answer had come',
		EPIPE: 'the connection was closed before the whole request was sent',
		ECONNABORTED: 'the answer did not begin within the timeout',
		ETIMEDOUT: 'the connection timed out',
	};
	// Without a code the request was never sent.
	return networkCode ? `No answer from ${baseUrl}: ${reasons[networkCode] ?? message}` : message;
}

/**
 * A request that fits none of a union's branches is complained about once per branch, so a model request
 * with one typing error is also told that `agent_id` is missing. The branch meant is the one with the
 * fewest complaints.
 */
function complaints(details: ValidationDetail[]): string {
	const branches = new Map<string, Set<string>>();
	for (const { loc = [], msg = '' } of details) {
		const [branch = '', ...field] = loc.filter((part) => part !== 'body');
		const isBranch = /Request$/.test(String(branch));
		const name = (isBranch ? field : [branch, ...field]).join('.');
		const key = isBranch ? String(branch) : '';
		branches.set(key, (branches.get(key) ?? new Set()).add(name ? `${name}: ${msg}` : msg));
	}
	const fewest = Math.min(...[...branches.values()].map(({ size }) => size));
	const meant = [...branches.values()].filter(({ size }) => size === fewest);
	return [...new Set(meant.flatMap((said) => [...said]))].join('; ');
}

/** A proxy in between answers with an HTML page: its text is enough, and not all of it. */
export const plainText = (text: string) =>
	text
		.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]+>/gi, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 500);

/** Words with a full stop, if they end without one. */
export const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
