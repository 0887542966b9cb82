import { describe, expect, it } from '@jest/globals';
import type { IHttpRequestMethods } from 'n8n-workflow';

import { retryDelay } from '../../nodes/shared/transport/retry';

const answer = (statusCode: number, headers = {}) => ({ statusCode, headers, body: '' });
const failure = (networkCode: string) => ({ networkCode, message: '' });
const request = (method: IHttpRequestMethods, repeatable?: boolean) => ({
	method,
	path: [],
	repeatable,
});

const refused = [answer(429), answer(409), failure('ECONNREFUSED'), failure('ENOTFOUND')];
const unknown = [
	...[500, 502, 503, 504].map((status) => answer(status)),
	...['ECONNRESET', 'ECONNABORTED', 'ERR_BAD_RESPONSE'].map(failure),
];
const final = [...[400, 401, 403, 404, 422].map((status) => answer(status)), failure('')];

describe('the wait before a request is sent again', () => {
	it.each(['GET', 'PUT', 'DELETE', 'PATCH'] as const)(
		'is there for a %s that was refused or whose outcome is unknown',
		(method) => {
			for (const outcome of [...refused, ...unknown]) {
				expect(retryDelay(request(method), outcome, 0)).toBeGreaterThan(0);
			}
		},
	);

	it('is there for a POST only if nothing was accepted', () => {
		for (const outcome of refused) {
			expect(retryDelay(request('POST'), outcome, 0)).toBeGreaterThan(0);
		}
		for (const outcome of unknown) {
			expect(retryDelay(request('POST'), outcome, 0)).toBeUndefined();
		}
	});

	it('follows what an operation says of itself', () => {
		expect(retryDelay(request('PATCH', false), answer(503), 0)).toBeUndefined();
		expect(retryDelay(request('POST', true), answer(503), 0)).toBeGreaterThan(0);
	});

	it('is never there for what will not change', () => {
		for (const outcome of final) expect(retryDelay(request('GET'), outcome, 0)).toBeUndefined();
	});

	it('is what Retry-After says, in seconds or as a date', () => {
		expect(retryDelay(request('GET'), answer(429, { 'retry-after': '2' }), 0)).toBe(2000);
		const date = new Date(Date.now() + 60_000).toUTCString();
		const wait = retryDelay(request('GET'), answer(429, { 'retry-after': date }), 0);
		expect(wait).toBeGreaterThan(55_000);
		expect(wait).toBeLessThanOrEqual(60_000);
	});

	it('is given up when the server asks for minutes', () => {
		const outcome = answer(429, { 'retry-after': '3600' });
		expect(retryDelay(request('GET'), outcome, 0)).toBeUndefined();
	});

	it('grows with each attempt up to half a minute', () => {
		for (const [attempt, most] of [500, 1000, 2000, 4000].entries()) {
			const wait = retryDelay(request('GET'), answer(503), attempt);
			expect(wait).toBeGreaterThanOrEqual(most / 2);
			expect(wait).toBeLessThanOrEqual(most);
		}
		expect(retryDelay(request('GET'), answer(503), 30)).toBeLessThanOrEqual(30_000);
	});
});
