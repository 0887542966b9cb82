import { jsonParse, NodeOperationError } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import type { ByteStream } from '../streaming/read';
import { apiBaseUrl } from './baseUrl';
import { apiError } from './errors';
import { type ApiContext, credentialType } from './context';
import { type Send, sendForStream, sendForText } from './exchange';
import { type Answered, type RequestOptions, sendUntilAnswered } from './attempts';

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
	return (await apiAnswer(context, request, options))?.json;
}

/** What {@link apiRequest} gives as `json`, with the answer that it came with. */
export async function apiAnswer(
	context: ApiContext,
	request: ApiRequest,
	options: RequestOptions,
): Promise<(Answered<string> & { json: unknown }) | undefined> {
	const answer = await untilAnswered(context, request, options, sendForText);
	if (!answer) return undefined;
	const json = answer.body
		? jsonParse<unknown>(answer.body, { fallbackValue: notJson })
		: undefined;
	if (json === notJson) throw await notTheApi(context, 'JSON', options.itemIndex);
	return { ...answer, json };
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
	const answer = await untilAnswered(context, request, options, sendForStream);
	if (answer?.headers['content-type']?.startsWith('text/event-stream')) return answer.body;
	answer?.body.close();
	throw await notTheApi(context, 'a stream of events', options.itemIndex);
}

const untilAnswered = async <Body>(
	context: ApiContext,
	request: ApiRequest,
	options: RequestOptions,
	send: Send<Body>,
) =>
	await sendUntilAnswered(context, request, options, send, async (failure) => {
		const base = await baseUrlOf(context);
		return apiError(context.getNode(), request, failure, base, options.itemIndex);
	});

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
