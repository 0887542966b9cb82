import type { IHttpRequestOptions } from 'n8n-workflow';

import { apiPath } from './apiPath';
import type { ApiRequest } from './apiRequest';
import type { ByteStream } from './byteStream';
import { type ApiContext, callApi, type ReadCredential } from './n8nRequest';
import { pause } from './pause';
import type { NetworkFailure, Outcome, RawResponse } from './retry';

/** What came of one attempt. */
export type Exchange<Body> = { response: RawResponse<Body> } | { failure: Outcome };

/** How one attempt is sent. */
export interface Sending {
	context: ApiContext;
	readCredential: ReadCredential;
	/** To the response's headers, in ms; 0 for any time. */
	timeout: number;
	/** Ends the request. */
	cancelled: AbortSignal;
}

/** The API also answers with bare JSON strings, so a body is taken as text and parsed by us. */
export async function sendForText(
	request: ApiRequest,
	sending: Sending,
): Promise<Exchange<string>> {
	const outcome = await call<string>(sending, {
		...httpOptions(request, sending),
		headers: { Accept: 'application/json' },
		encoding: 'text',
	});
	request.form?.close();
	const isGood = 'statusCode' in outcome && outcome.statusCode < 300;
	return isGood ? { response: outcome } : { failure: outcome };
}

/**
 * The body is read by whoever asked for it as it arrives; the body of an error is read here.
 *
 * @param accept the type of content that is wanted
 */
export async function sendForStream<Body extends AsyncIterable<Uint8Array>>(
	request: ApiRequest,
	sending: Sending,
	accept: string,
): Promise<Exchange<Body & ByteStream>> {
	const closing = new AbortController();
	const outcome = await call<Body>(sending, {
		...httpOptions(request, sending),
		headers: { Accept: accept },
		encoding: 'stream',
		abortSignal: AbortSignal.any([closing.signal, sending.cancelled]),
	});
	if (!('statusCode' in outcome)) return { failure: outcome };
	// Destroying the body would wait for the next bytes to come.
	const close = () => closing.abort();
	if (outcome.statusCode >= 300) {
		return { failure: { ...outcome, body: await textOfError(outcome.body, close) } };
	}
	return { response: { ...outcome, body: Object.assign(outcome.body, { close }) } };
}

const httpOptions = (
	{ method, path, query, body, form }: ApiRequest,
	{ timeout, cancelled }: Sending,
): IHttpRequestOptions => ({
	method,
	// Relative: the credential puts its base URL before it.
	url: apiPath(path),
	qs: query,
	arrayFormat: 'repeat',
	body: form ?? body,
	timeout,
	abortSignal: cancelled,
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	// An API does not redirect. With redirects allowed n8n would also keep every request body in
	// memory, and end a stream that is quiet for as long as the timeout.
	disableFollowRedirect: true,
});

async function call<Body>(
	{ context, readCredential }: Sending,
	options: IHttpRequestOptions,
): Promise<RawResponse<Body> | NetworkFailure> {
	try {
		return await callApi<RawResponse<Body>>(context, readCredential, options);
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
	const networkCode = [httpCode, code].find((found) => isOfNetwork(found ?? '')) ?? '';
	return { networkCode, message };
}

/** How long the body of an error may take, in ms: its status has said what matters. */
const errorBodyTimeout = 10_000;

/** As much of the body of an error as comes in time. */
export async function textOfError(
	body: AsyncIterable<Uint8Array>,
	close: () => void,
): Promise<string> {
	const ended = new AbortController();
	const text = textOf(body).finally(() => ended.abort());
	await Promise.race([text, pause(ended.signal, errorBodyTimeout)]);
	close();
	return await text;
}

/**
 * `HPE_…` tells of a response that is no HTTP. With the other codes Node refuses to send a request, or
 * to talk to a server whose certificate is for another name.
 */
const isOfNetwork = (code: string) =>
	/^(E|HPE_)[A-Z_]+$/.test(code) && !/^ERR_(INVALID|UNESCAPED|HTTP_INVALID|TLS_CERT)/.test(code);

/** As much of the body as comes: half an error says more than none. */
async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	try {
		for await (const bytes of body) text += decoder.decode(bytes, { stream: true });
	} catch {
		return text;
	}
	return text;
}
