import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { fetchOnce } from '../../nodes/shared/transport/download';
import type { Sending } from '../../nodes/shared/transport/exchange';
import { fasterPauses } from '../engine/fasterPauses';

/** Says that it is busy and does not end until the request is closed. */
async function* endless(closed: AbortSignal) {
	yield new TextEncoder().encode('Busy');
	await once(closed, 'abort');
	throw new Error('aborted');
}

describe('a download that is refused', () => {
	fasterPauses();

	it('is told with what came of the reason, though that does not end', async () => {
		const httpRequest = async ({ abortSignal }: IHttpRequestOptions) => ({
			statusCode: 503,
			headers: {},
			body: endless(abortSignal as AbortSignal),
		});
		const sending = {
			context: { helpers: { httpRequest } },
			timeout: 0,
			cancelled: new AbortController().signal,
		} as unknown as Sending;
		const exchange = await fetchOnce('https://files.example/1', sending, async () => 'stored');
		expect(exchange).toMatchObject({ failure: { statusCode: 503, body: 'Busy' } });
	});
});
