import { describe, expect, it } from '@jest/globals';
import type { NodeApiError } from 'n8n-workflow';

import { bindApi } from '../../nodes/shared/transport/api';
import type { ApiRequest } from '../../nodes/shared/transport/apiRequest';
import {
	cursorPages,
	entitiesOf,
	numberedPages,
	pagesUntilLast,
} from '../../nodes/shared/transport/paging';
import { anObject, anything } from '../../nodes/shared/transport/shape';
import { type Scripted, scriptedContext } from './scriptedContext';

const get: ApiRequest = { method: 'GET', path: ['v1', 'libraries'] };
const post: ApiRequest = { method: 'POST', path: ['v1', 'conversations'] };

function apiWith(respond: Parameters<typeof scriptedContext>[0], credential = {}) {
	const { context, sent } = scriptedContext(respond, { credential });
	return { api: bindApi(context, { maxRetries: 0 }), sent };
}
const failureOf = async (promise: Promise<unknown>): Promise<NodeApiError> =>
	await promise.then(
		() => Promise.reject(new Error('It did not fail')),
		(error: NodeApiError) => error,
	);
const refusedBy = (code: string, message = code) =>
	failureOf(
		apiWith(() => {
			throw Object.assign(new Error(message), { code });
		}).api.send(post, anything),
	);

describe('a request that Node refuses to send', () => {
	it.each(['ERR_INVALID_HTTP_TOKEN', 'ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS'])(
		'was not carried out: %s',
		async (code) => {
			const error = await refusedBy(code, 'Header name must be a valid HTTP token ["X A"]');
			expect(error.message).toBe('Header name must be a valid HTTP token ["X A"]');
			expect(error.description).not.toContain('may have carried');
		},
	);

	it.each(['ECONNRESET', 'HPE_INVALID_CONSTANT', 'ERR_STREAM_PREMATURE_CLOSE'])(
		'is not one that broke on the way: %s',
		async (code) => {
			const error = await refusedBy(code);
			expect(error.message).toMatch(/^No answer from https:\/\/api\.mistral\.ai: /);
			expect(error.description).toContain('may have carried the request out');
		},
	);
});

describe('an error of an API that tells what it was sent', () => {
	const apiKey = ' 0123456789abcdefghijKLMNOPQRSTUV\n';
	const headerValue = 'open sesame';
	const told = async (message: string, code?: string) =>
		await failureOf(
			apiWith(() => ({ statusCode: 401, body: JSON.stringify({ message, code }) }), {
				apiKey,
				headerName: 'X-Token',
				headerValue,
			}).api.send(get, anything),
		);

	it.each([
		['Bad header Bearer 0123456789abcdefghijKLMNOPQRSTUV!', 'Bad header Bearer [hidden]!'],
		['Unknown key 0123456789abcdefghijKLMNOPQRSTUV', 'Unknown key [hidden]'],
		['Unknown key 0123456789abcdefghij…', 'Unknown key [hidden]…'],
		['The key ends in ghijKLMNOPQRSTUV', 'The key ends in [hidden]'],
		['Sent: X-Token: open sesame', 'Sent: X-Token: [hidden]'],
		['Say open ses', 'Say [hidden]'],
		['Call 0123456 instead', 'Call 0123456 instead'],
	])('does not hold the secrets: %s', async (message, shown) => {
		const error = await told(message);
		expect(error.message).toBe(shown);
		expect(error.description).toContain(shown);
		expect(JSON.stringify(error)).not.toMatch(/abcdefghij|KLMNOP|open ses/);
	});

	it('does not hold them in its code either', async () => {
		expect((await told('No', apiKey.trim())).context.code).toBe('[hidden]');
	});

	it('hides a short secret only where it stands alone', async () => {
		const { api } = apiWith(() => ({ statusCode: 401, body: 'a.b is no key, a.bc may be' }), {
			apiKey: 'a.b',
		});
		const error = await failureOf(api.send(get, anything));
		expect(error.message).toBe('[hidden] is no key, a.bc may be');
	});
});

describe('a download', () => {
	const failing = async (code: string, message: string) => {
		const { api, sent } = apiWith(() => ({ body: 'x' }));
		const error = await failureOf(
			api.within({ maxRetries: 1 }).download('https://files.example/1', async () => {
				throw Object.assign(new Error(message), { code });
			}),
		);
		return { message: error.message, sent };
	};

	it('that finds the disk full says so, and is not tried again', async () => {
		const { message, sent } = await failing('ENOSPC', 'ENOSPC: no space left on device, write');
		expect(message).toBe('n8n could not store the file: ENOSPC: no space left on device, write');
		expect(sent).toHaveLength(1);
	});

	it('that breaks off is one of the network', async () => {
		const { message, sent } = await failing('ECONNRESET', 'aborted');
		expect(message).toContain('No answer from https://files.example: the connection broke');
		expect(sent).toHaveLength(2);
	});
});

describe('a list without an end', () => {
	const listed = async (
		style: typeof cursorPages,
		respond: (page: number) => object,
		{ limit = Infinity } = {},
	) => {
		let page = 0;
		const { api, sent } = apiWith((): Scripted => ({ body: JSON.stringify(respond(page++)) }));
		const entities = entitiesOf(api.pages(get, style, anObject), limit);
		return { sent, entities };
	};

	it('is told when a page names itself as the next one', async () => {
		const { sent, entities } = await listed(cursorPages, () => ({
			data: [],
			next_page_token: 'again',
		}));
		expect((await failureOf(entities)).message).toBe(
			'The response of https://api.mistral.ai to GET /v1/libraries was not understood: the page names itself as the next one',
		);
		expect(sent).toHaveLength(2);
	});

	it.each([
		['cursors', cursorPages, (page: number) => ({ data: [], next_page_token: `page ${page % 2}` })],
		['more to come', pagesUntilLast, () => ({ data: [], pagination: { has_more: true } })],
	])('is told when its pages bring nothing: %s', async (_, style, respond) => {
		const { sent, entities } = await listed(style, respond);
		expect((await failureOf(entities)).message).toContain('50 pages in a row were empty');
		expect(sent).toHaveLength(50);
	});

	it.each([
		['numbers', numberedPages, () => [{ id: 'a' }]],
		[
			'more to come',
			pagesUntilLast,
			() => ({ data: [{ id: 'a' }], pagination: { has_more: true } }),
		],
	])('ends when a page brings what was there already: %s', async (_, style, respond) => {
		const { sent, entities } = await listed(style, respond);
		expect(await entities).toEqual([{ id: 'a' }]);
		expect(sent).toHaveLength(2);
	});

	it('may have empty pages in between', async () => {
		const { entities } = await listed(cursorPages, (page) => ({
			data: page % 40 === 39 ? [{ id: `${page}` }] : [],
			next_page_token: page < 100 ? `${page}` : null,
		}));
		expect(await entities).toEqual([{ id: '39' }, { id: '79' }]);
	});
});
