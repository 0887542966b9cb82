import {
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INode,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';

import type { ApiRequest } from '../operation/operation';
import { apiBaseUrl } from './baseUrl';
import { apiError } from './errors';
import { apiPath } from './path';
import { type ApiAnswer, type Outcome, retryDelay } from './retry';

/** The parts of n8n that call the API. */
export type ApiContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface RequestOptions {
	/** Named in errors. */
	itemIndex: number;
	/** Attempts after the first one. */
	maxRetries: number;
	/** To the response headers, in ms. */
	timeout: number;
}

const credentialType = 'mistralAgentsApi';
const pauseSlice = 250;

/**
 * Sends a request to the API, again where that is safe.
 *
 * @returns the parsed JSON, undefined for an empty body and for what a repeated DELETE found deleted
 * @throws {NodeApiError} for every other answer, {NodeOperationError} when it is not JSON or the execution is cancelled
 */
export async function apiRequest(
	context: ApiContext,
	request: ApiRequest,
	{ itemIndex, maxRetries, timeout }: RequestOptions,
): Promise<unknown> {
	const node = context.getNode();
	const signal = cancelSignal(context);
	const { baseUrl } = await context.getCredentials(credentialType);
	const base = apiBaseUrl(baseUrl);
	for (let attempt = 0; ; attempt++) {
		const outcome = await send(context, request, timeout);
		// By this word n8n tells a cancelled execution from a failed one.
		if (signal?.aborted) throw new NodeOperationError(node, 'canceled', { itemIndex });
		if ('statusCode' in outcome) {
			if (outcome.statusCode < 300) return parseAnswer(outcome, base, node, itemIndex);
			if (outcome.statusCode === 404 && request.method === 'DELETE' && attempt > 0)
				return undefined;
		}
		const delay = attempt < maxRetries ? retryDelay(request, outcome, attempt) : undefined;
		if (delay === undefined) throw apiError(node, request, outcome, base, itemIndex);
		await pause(delay, signal);
	}
}

/** Aborted when the user cancels the execution; pickers have none. */
export const cancelSignal = (context: ApiContext): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

async function send(
	context: ApiContext,
	{ method, path, query, body }: ApiRequest,
	timeout: number,
): Promise<Outcome> {
	const options: IHttpRequestOptions = {
		method,
		// Relative: the credential puts its base URL before it.
		url: apiPath(path),
		qs: query,
		body,
		headers: { Accept: 'application/json' },
		timeout,
		// The API also answers with bare JSON strings, so the body is parsed here.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// An API does not redirect. With redirects allowed n8n would also keep every request body in memory.
		disableFollowRedirect: true,
	};
	try {
		const answer: ApiAnswer = await context.helpers.httpRequestWithAuthentication.call(
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
function networkFailure({ httpCode, code, message }: Error & { httpCode?: string; code?: string }) {
	// Statuses are no errors here, so this one had been received when the body broke off.
	if (/^\d/.test(httpCode ?? '')) return { networkCode: 'ECONNRESET', message };
	const networkCode = [httpCode, code].find((found) => /^E[A-Z_]+$/.test(found ?? '')) ?? '';
	return { networkCode, message };
}

function parseAnswer({ body }: ApiAnswer, base: string, node: INode, itemIndex: number): unknown {
	if (!body) return undefined;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		throw new NodeOperationError(node, `The answer from ${base} is not JSON`, {
			itemIndex,
			description: 'Check that the Base URL in the credential is the address of the Mistral API.',
		});
	}
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	// In slices, as n8n's sleep cannot be cut short by a cancel.
	for (let left = ms; left > 0 && !signal?.aborted; left -= pauseSlice) {
		await sleep(Math.min(left, pauseSlice));
	}
}
