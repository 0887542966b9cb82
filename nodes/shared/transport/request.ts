import { jsonParse, NodeOperationError } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import type { ByteStream } from '../streaming/read';
import { apiBaseUrl } from './baseUrl';
import { pause, throwIfCancelled } from './cancel';
import { apiError } from './errors';
import { type ApiContext, credentialType } from './context';
import { type Send, sendForStream, sendForText } from './exchange';
import { type ApiAnswer, retryDelay } from './retry';

export interface RequestOptions {
	/** Named in errors. */
	itemIndex: number;
	/** Attempts after the first one; 3 by default. */
	maxRetries?: number;
	/** To the response headers, in ms; a minute by default. */
	timeout?: number;
}

const notJson = Symbol('not JSON');

/**
 * Sends a request to the API, again where that is safe.
 *
 * @returns the parsed JSON, undefined for an empty body and for what a repeated DELETE found deleted
 * @throws {NodeApiError} for every other answer, {NodeOperationError} when it is not JSON or the execution is cancelled
 */
export async function apiRequest(
	context: ApiContext,
	request: ApiRequest,
	options: RequestOptions,
): Promise<unknown> {
	const answer = await sendUntilAnswered(context, request, options, sendForText);
	if (!answer?.body) return undefined;
	const parsed = jsonParse<unknown>(answer.body, { fallbackValue: notJson });
	if (parsed === notJson) throw await notTheApi(context, 'JSON', options.itemIndex);
	return parsed;
}

/**
 * Sends a request whose answer is a stream of events.
 *
 * @returns the body as it arrives; it must be read to its end or closed
 * @throws as {@link apiRequest}
 */
export async function apiStream(
	context: ApiContext,
	request: ApiRequest,
	options: RequestOptions,
): Promise<ByteStream> {
	const answer = await sendUntilAnswered(context, request, options, sendForStream);
	if (answer?.headers['content-type']?.startsWith('text/event-stream')) return answer.body;
	answer?.body.close();
	throw await notTheApi(context, 'a stream of events', options.itemIndex);
}

async function sendUntilAnswered<Body>(
	context: ApiContext,
	request: ApiRequest,
	{ itemIndex, maxRetries = 3, timeout = 60_000 }: RequestOptions,
	send: Send<Body>,
): Promise<ApiAnswer<Body> | undefined> {
	for (let attempt = 0; ; attempt++) {
		const exchange = await send(context, request, timeout);
		throwIfCancelled(context, itemIndex);
		if ('answer' in exchange) return exchange.answer;
		const { failure } = exchange;
		const isGone = 'statusCode' in failure && failure.statusCode === 404;
		if (isGone && request.method === 'DELETE' && attempt > 0) return undefined;
		const delay = attempt < maxRetries ? retryDelay(request, failure, attempt) : undefined;
		if (delay === undefined) {
			const base = await baseUrlOf(context);
			throw apiError(context.getNode(), request, failure, base, itemIndex);
		}
		await pause(context, delay);
		throwIfCancelled(context, itemIndex);
	}
}

/** Read for errors only: the credential itself puts it before the path, and reads are not free. */
async function baseUrlOf(context: ApiContext): Promise<string> {
	const { baseUrl } = await context.getCredentials(credentialType);
	return apiBaseUrl(baseUrl);
}

async function notTheApi(context: ApiContext, wanted: string, itemIndex: number) {
	const base = await baseUrlOf(context);
	return new NodeOperationError(context.getNode(), `The answer from ${base} is not ${wanted}`, {
		itemIndex,
		description: 'Check that the Base URL in the credential is the address of the Mistral API.',
	});
}
