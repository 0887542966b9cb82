import { describe, expect, test } from '@jest/globals';

import type { Answer } from '../../simulator/requestLog';
import { useSimulator } from './useSimulator';

const answers: Answer[] = [];
const session = useSimulator({ onAnswer: (answer) => answers.push(answer) });
const { call, start } = session;

describe('a fault', () => {
	test('answers in the place of the API, once, with its headers', async () => {
		session.simulator.faults.add({
			status: 429,
			body: { message: 'Requests rate limit exceeded' },
			headers: { 'retry-after': '2' },
		});
		const reply = await call('GET', '/v1/models');
		expect(reply).toMatchObject({
			status: 429,
			body: { message: 'Requests rate limit exceeded' },
		});
		expect(reply.headers.get('retry-after')).toBe('2');
		expect((await call('GET', '/v1/models')).status).toBe(200);
	});

	test('befalls only the method and the path it names', async () => {
		const { faults } = session.simulator;
		faults.add({ method: 'post', path: '/v1/models', status: 500 });
		faults.add({ path: /conversations$/, status: 503 });
		faults.add({ path: '/v1/agents', status: 502 });
		expect((await call('GET', '/v1/models')).status).toBe(200);
		expect((await call('GET', '/v1/conversations?page=0')).status).toBe(503);
		expect((await call('GET', '/v1/agents/pages')).status).toBe(502);
	});

	test('befalls as often as told, or until cleared', async () => {
		const { faults } = session.simulator;
		const status = async () => (await call('GET', '/v1/models')).status;
		faults.add({ status: 500, times: 2 });
		expect([await status(), await status(), await status()]).toEqual([500, 500, 200]);
		faults.add({ status: 500, times: Infinity });
		expect([await status(), await status()]).toEqual([500, 500]);
		faults.clear();
		expect(await status()).toBe(200);
	});

	test('spares as many requests as told', async () => {
		session.simulator.faults.add({ status: 500, skip: 2, times: 2 });
		const statuses = [];
		for (let count = 0; count < 5; count++) {
			statuses.push((await call('GET', '/v1/models')).status);
		}
		expect(statuses).toEqual([200, 200, 500, 500, 200]);
	});

	test('may answer with nothing, and with JSON of a wrong shape, on any path', async () => {
		const { faults } = session.simulator;
		faults.add({ body: '', path: '/v1/agents' });
		expect(await call('GET', '/v1/agents/pages')).toMatchObject({ status: 200, body: '' });
		faults.add({ body: null, path: '/v1/conversations' });
		expect(await call('GET', '/v1/conversations')).toMatchObject({ status: 200, body: null });
		const page = { data: [], next_page_token: 'again' };
		faults.add({ body: page, path: '/v1/libraries', times: 2 });
		expect((await call('GET', '/v1/libraries')).body).toEqual(page);
		expect((await call('GET', '/v1/libraries?page_token=again')).body).toEqual(page);
	});

	test('may echo the key that the request came with', async () => {
		session.simulator.faults.add({ status: 401, body: { message: 'Who is {{key}}? {{key}}!' } });
		const { body } = await call('GET', '/v1/models');
		expect(body).toEqual({ message: 'Who is simulator-key? simulator-key!' });
	});

	test('may reset the connection before the request is carried out', async () => {
		session.simulator.faults.add({ disconnect: 'before-request', times: 2 });
		const request = { inputs: 'x', model: 'mistral-medium-latest' };
		for (const stream of [false, true]) {
			const failed = call('POST', '/v1/conversations', { ...request, stream });
			const error = await failed.then(undefined, (reason: Error) => reason.cause);
			expect(error).toMatchObject({ code: 'ECONNRESET' });
		}
		expect((await call('GET', '/v1/conversations')).body).toEqual([]);
		expect(session.simulator.requests[0]?.status).toBeUndefined();
	});

	test('may stall in the middle of a body, be it its own or the API’s', async () => {
		const { faults, url, apiKey } = session.simulator;
		faults.add({ stallBody: 30 });
		const before = performance.now();
		expect((await call('GET', '/v1/models')).body).toMatchObject({ object: 'list' });
		expect(performance.now() - before).toBeGreaterThan(29);
		faults.add({ status: 500, body: { message: 'Overloaded' }, stallBody: Infinity });
		const leaving = new AbortController();
		const response = await fetch(`${url}/v1/conversations`, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: JSON.stringify({ inputs: 'x', model: 'mistral-medium-latest', stream: true }),
			signal: leaving.signal,
		});
		expect(response.status).toBe(500);
		const reader = response.body?.getReader();
		const { value } = (await reader?.read()) ?? {};
		expect(Buffer.from(value ?? []).toString()).toBe('{"message":"');
		leaving.abort();
		await expect(reader?.read()).rejects.toThrow('aborted');
	});

	test('may answer with text, and with any content type', async () => {
		const { faults } = session.simulator;
		faults.add({ status: 503, body: 'upstream connect error' });
		const text = await call('GET', '/v1/models');
		expect(text.body).toBe('upstream connect error');
		expect(text.headers.get('content-type')).toMatch(/^text\/plain/);
		faults.add({ body: '<html></html>', contentType: 'text/html' });
		const html = await call('GET', '/v1/models');
		expect(html).toMatchObject({ status: 200, body: '<html></html>' });
		expect(html.headers.get('content-type')).toMatch(/^text\/html/);
	});

	test('with a status does not carry the request out', async () => {
		session.simulator.faults.add({ status: 503 });
		await call('POST', '/v1/conversations', { inputs: 'x', model: 'mistral-medium-latest' });
		expect((await call('GET', '/v1/conversations')).body).toEqual([]);
	});

	test('with latency alone only delays', async () => {
		const latency = 60;
		session.simulator.faults.add({ latency });
		const before = performance.now();
		await start('hello');
		// A timer may be early by less than a millisecond.
		expect(performance.now() - before).toBeGreaterThan(latency - 1);
	});

	test('may destroy the connection after the request was carried out', async () => {
		session.simulator.faults.add({ method: 'POST', disconnect: 'before-answer' });
		const request = { inputs: 'x', model: 'mistral-medium-latest' };
		await expect(call('POST', '/v1/conversations', request)).rejects.toThrow('fetch failed');
		expect((await call('GET', '/v1/conversations')).body).toHaveLength(1);
		expect(session.simulator.requests[0]?.status).toBeUndefined();
	});

	test('may cut the answer in half', async () => {
		session.simulator.faults.add({ disconnect: 'half-answer' });
		const { url, apiKey } = session.simulator;
		const response = await fetch(`${url}/v1/models`, {
			headers: { authorization: `Bearer ${apiKey}` },
		});
		const promised = Number(response.headers.get('content-length'));
		let received = 0;
		const read = async () => {
			for await (const bytes of response.body ?? []) received += bytes.length;
		};
		await expect(read()).rejects.toThrow('terminated');
		expect(received).toBe(Math.floor(promised / 2));
	});
});

describe('faults over HTTP', () => {
	const control = (method: string, body?: object) =>
		fetch(`${session.simulator.url}/simulator/faults`, {
			method,
			headers: body ? { 'content-type': 'application/json' } : {},
			body: body && JSON.stringify(body),
		});

	test('are added and cleared without a key', async () => {
		const added = await control('POST', { path: '/v1/models', status: 500, times: 5 });
		expect(added.status).toBe(204);
		expect((await call('GET', '/v1/models')).status).toBe(500);
		expect((await control('DELETE')).status).toBe(204);
		expect((await call('GET', '/v1/models')).status).toBe(200);
	});

	test('with unknown fields are refused', async () => {
		expect((await control('POST', { stauts: 500 })).status).toBe(422);
	});
});

describe('the log', () => {
	test('has every request to the API with its answer', async () => {
		await call('POST', '/v1/conversations?x=1', { inputs: '' });
		await call('GET', '/v1/nothing');
		await fetch(`${session.simulator.url}/simulator/faults`, { method: 'DELETE' });
		expect(session.simulator.requests).toMatchObject([
			{
				method: 'POST',
				path: '/v1/conversations',
				query: { x: '1' },
				headers: { authorization: 'Bearer simulator-key' },
				body: { inputs: '' },
				at: expect.any(Number),
				status: 422,
			},
			{ method: 'GET', path: '/v1/nothing', body: undefined, status: 404 },
		]);
	});
});

test('the log says when a client gave up waiting', async () => {
	session.simulator.faults.add({ latency: 60_000 });
	const { url, apiKey, requests } = session.simulator;
	const leaving = new AbortController();
	const { signal } = leaving;
	const waiting = fetch(`${url}/v1/models`, {
		headers: { authorization: `Bearer ${apiKey}` },
		signal,
	});
	const failed = expect(waiting).rejects.toThrow('aborted');
	const until = async (isSo: () => boolean) => {
		while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
	};
	await until(() => requests.length > 0);
	leaving.abort();
	await failed;
	await until(() => requests[0]?.closedByClient !== undefined);
	expect(requests[0]).toMatchObject({ status: undefined });
});

describe('onAnswer', () => {
	test('hears of the answers that the API gives itself', async () => {
		answers.length = 0;
		const { faults } = session.simulator;
		faults.add({ status: 500 });
		await call('GET', '/v1/models');
		faults.add({ disconnect: 'before-answer' });
		await call('GET', '/v1/models').catch(() => undefined);
		faults.add({ latency: 1, headers: { 'x-kong-request-id': 'a' } });
		await call('GET', '/v1/conversations?page=0');
		await call('POST', '/v1/conversations/conv_1', { inputs: 'x' });
		expect(answers).toMatchObject([
			{ method: 'GET', path: '/v1/conversations', query: { page: '0' }, status: 200, body: [] },
			{ path: '/v1/conversations/conv_1', requestBody: { inputs: 'x' }, status: 404 },
		]);
	});
});

test('close ends connections that wait for an answer', async () => {
	session.simulator.faults.add({ latency: 60_000 });
	const waiting = call('GET', '/v1/models');
	const failed = expect(waiting).rejects.toThrow('fetch failed');
	while (session.simulator.requests.length === 0) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	await session.simulator.close();
	await failed;
});
