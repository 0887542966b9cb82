import type { IHttpRequestOptions } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import type { ByteStream } from '../streaming/read';
import { cancelSignal } from './cancel';
import { type ApiContext, credentialType } from './context';
import { apiPath } from './path';
import type { ApiAnswer, NetworkFailure, Outcome } from './retry';

/** What came of one attempt. */
export type Exchange<Body> = { answer: ApiAnswer<Body> } | { failure: Outcome };

/** Sends a request once; `timeout` is to the response headers, in ms. */
export type Send<Body> = (
	context: ApiContext,
	request: ApiRequest,
	timeout: number,
) => Promise<Exchange<Body>>;

/** The API also answers with bare JSON strings, so a body is taken as text and parsed by us. */
export const sendForText: Send<string> = async (context, request, timeout) => {
	const outcome = await call<string>(context, {
		...httpOptions(request, timeout),
		headers: { Accept: 'application/json' },
		encoding: 'text',
	});
	request.form?.close();
	const isGood = 'statusCode' in outcome && outcome.statusCode < 300;
	return isGood ? { answer: outcome } : { failure: outcome };
};

/** The body is read by the caller as it arrives; the body of an error is read here. */
export const sendForStream: Send<ByteStream> = async (context, request, timeout) => {
	const closing = new AbortController();
	const cancel = cancelSignal(context);
	const outcome = await call<AsyncIterable<Uint8Array>>(withOwnAbortSignal(context), {
		...httpOptions(request, timeout),
		headers: { Accept: 'text/event-stream' },
		encoding: 'stream',
		abortSignal: AbortSignal.any(cancel ? [closing.signal, cancel] : [closing.signal]),
	});
	if (!('statusCode' in outcome)) return { failure: outcome };
	if (outcome.statusCode >= 300) {
		return { failure: { ...outcome, body: await textOf(outcome.body) } };
	}
	const body: ByteStream = {
		[Symbol.asyncIterator]: () => outcome.body[Symbol.asyncIterator](),
		// Destroying the body itself would wait for the next bytes to come.
		close: () => closing.abort(),
	};
	return { answer: { ...outcome, body } };
};

/**
 * In executions n8n puts the signal of the execution in the place of a request's own, which it tells by
 * this method: the context is handed over without it.
 */
const withOwnAbortSignal = (context: ApiContext): ApiContext =>
	new Proxy(context, {
		has: (target, name) => name !== 'getExecutionCancelSignal' && name in target,
		get: (target, name) => {
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});

const httpOptions = (
	{ method, path, query, body, form }: ApiRequest,
	timeout: number,
): IHttpRequestOptions => ({
	method,
	// Relative: the credential puts its base URL before it.
	url: apiPath(path),
	qs: query,
	arrayFormat: 'repeat',
	body: form ?? body,
	timeout,
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	// An API does not redirect. With redirects allowed n8n would also keep every request body in
	// memory, and end a stream that is quiet for as long as the timeout.
	disableFollowRedirect: true,
});

async function call<Body>(
	context: ApiContext,
	options: IHttpRequestOptions,
): Promise<ApiAnswer<Body> | NetworkFailure> {
	try {
		const answer: ApiAnswer<Body> = await context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			options,
			// Otherwise n8n sends a request that was answered with 401 once more.
			{ preAuthenticationRetryStatusCode: [] },
		);
		return answer;
	} catch (error) {
		return networkFailure(error as Error & { httpCode?: string; code?: string });
	}
}

/** n8n puts the code of a network error where HTTP codes go. */
export function networkFailure({
	httpCode,
	code,
	message,
}: Error & { httpCode?: string; code?: string }): NetworkFailure {
	// Statuses are no errors here, so this one had been received when the body broke off.
	if (/^\d/.test(httpCode ?? '')) return { networkCode: 'ECONNRESET', message };
	const networkCode = [httpCode, code].find((found) => /^E[A-Z_]+$/.test(found ?? '')) ?? '';
	return { networkCode, message };
}

/** As much of the body as comes: half an error says more than none. */
export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	try {
		for await (const bytes of body) text += decoder.decode(bytes, { stream: true });
	} catch {
		return text;
	}
	return text;
}
