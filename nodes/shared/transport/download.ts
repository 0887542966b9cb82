import type { IExecuteFunctions } from 'n8n-workflow';

import type { Exchange, Sending } from './exchange';
import { networkFailure, textOf } from './exchange';
import type { RawResponse } from './retry';

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
	try {
		const response: RawResponse<FileBody> = await context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: cancelled,
		});
		if (response.statusCode >= 300) {
			return { failure: { ...response, body: await textOf(response.body) } };
		}
		return { response: { ...response, body: await store(response.body) } };
	} catch (error) {
		const { code = '', message } = error as Error & { code?: string };
		return {
			failure: codesOfStorage.includes(code)
				? { networkCode: '', message: `n8n could not store the file: ${message}` }
				: networkFailure(error as Error),
		};
	}
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
