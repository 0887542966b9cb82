import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import type { Exchange, Sending } from './exchange';
import { networkFailure, sendForStream, textOfError } from './exchange';
import type { NetworkFailure, RawResponse } from './retry';

/** What the body of a response is, with `encoding: 'stream'`. */
export type FileBody = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0] &
	AsyncIterable<Uint8Array>;

/**
 * Fetches what a signed URL leads to. The URL is one of another server than the API, which must not see the key.
 * A file that cannot be stored is no failure of the network: another attempt would change nothing.
 */
export async function fetchOnce<T>(
	url: string,
	{ context, timeout, cancelled }: Sending,
	store: (body: FileBody) => Promise<T>,
): Promise<Exchange<T>> {
	const closing = new AbortController();
	try {
		const response: RawResponse<FileBody> = await context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: AbortSignal.any([closing.signal, cancelled]),
		});
		if (response.statusCode >= 300) {
			const body = await textOfError(response.body, () => closing.abort());
			return { failure: { ...response, body } };
		}
		return { response: { ...response, body: await store(response.body) } };
	} catch (error) {
		return { failure: failureOf(error as Error) };
	}
}

/** Fetches what the API itself responds with: the key goes along. */
export async function downloadOnce<T>(
	request: ApiRequest,
	sending: Sending,
	store: (body: FileBody) => Promise<T>,
): Promise<Exchange<T>> {
	const exchange = await sendForStream<FileBody>(request, sending, 'application/octet-stream');
	if ('failure' in exchange) return exchange;
	try {
		const { response } = exchange;
		return { response: { ...response, body: await store(response.body) } };
	} catch (error) {
		return { failure: failureOf(error as Error) };
	}
}

function failureOf(error: Error & { code?: string }): NetworkFailure {
	const { code = '', message } = error;
	return codesOfStorage.includes(code)
		? { networkCode: '', message: `n8n could not store the file: ${message}` }
		: networkFailure(error);
}

/** With these a file system refuses; no network does. */
const codesOfStorage = [
	'EACCES',
	'EDQUOT',
	'EFBIG',
	'EIO',
	'EMFILE',
	'ENFILE',
	'ENOENT',
	'ENOSPC',
	'EPERM',
	'EROFS',
];
