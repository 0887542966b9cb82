import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();

const start = { operation: 'start', text: 'Hello' };
const getAll = { operation: 'getAll' };
const run = (parameters: INodeParameters, credential = credentialFor(session.simulator)) =>
	runConversations(credential, parameters);
const statuses = () => session.simulator.requests.map(({ status }) => status);

describe('requests of the node', () => {
	it('wait as long as Retry-After says and are sent again after a 429', async () => {
		session.simulator.faults.add({
			status: 429,
			headers: { 'retry-after': '1' },
			body: { message: 'Slow' },
		});
		const { error } = await run(start);
		expect(error).toBeUndefined();
		expect(statuses()).toEqual([429, 200]);
		const [first, second] = session.simulator.requests;
		expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
	});

	it('are sent once if a POST was answered with 503', async () => {
		session.simulator.faults.add({ status: 503, body: 'overflow', times: Infinity });
		const { error } = await run(start);
		expect(statuses()).toEqual([503]);
		expect(error?.message).toBe('overflow');
		expect(error?.description).toContain('so it was not sent again');
	});

	it.each(['before-answer', 'half-answer'] as const)(
		'are sent once if the connection of a POST broke: %s',
		async (disconnect) => {
			session.simulator.faults.add({ disconnect, times: Infinity });
			const { error } = await run({ ...start, stream: false });
			expect(session.simulator.requests).toHaveLength(1);
			expect(error?.message).toContain('the connection broke before the whole answer had come');
			expect(error?.description).toContain('so it was not sent again');
		},
	);

	it('are sent again if a GET was answered with 503 or its connection broke', async () => {
		session.simulator.faults.add({ status: 503 });
		session.simulator.faults.add({ disconnect: 'before-answer' });
		session.simulator.faults.add({ disconnect: 'half-answer' });
		const { error } = await run(getAll);
		expect(error).toBeUndefined();
		expect(session.simulator.requests.filter(({ query }) => query.page === '0')).toHaveLength(4);
	});

	it('are given up after as many retries as the user says', async () => {
		session.simulator.faults.add({ status: 503, times: Infinity });
		const { error } = await runConversations(credentialFor(session.simulator), {
			operation: 'getAll',
			options: { maxRetries: 1 },
		});
		expect(error?.httpCode).toBe('503');
		expect(session.simulator.requests).toHaveLength(2);
	});

	it('take a 404 on a repeated DELETE as success', async () => {
		const { outputs } = await run(start);
		const conversationId = outputs[0]?.[0]?.conversationId;
		session.simulator.faults.add({ method: 'DELETE', disconnect: 'before-answer' });
		const deleted = await runConversations(credentialFor(session.simulator), {
			operation: 'delete',
			conversationId: { __rl: true, mode: 'id', value: String(conversationId) },
		});
		expect(deleted.outputs[0]).toEqual([{ deleted: true, conversationId }]);
		expect(statuses().slice(-2)).toEqual([undefined, 404]);
	});

	it('that were refused before do not make a 404 on a DELETE a success', async () => {
		session.simulator.faults.add({
			method: 'DELETE',
			status: 429,
			headers: { 'retry-after': '0' },
		});
		const { error } = await runConversations(credentialFor(session.simulator), {
			operation: 'delete',
			conversationId: { __rl: true, mode: 'id', value: 'conv_mistyped' },
		});
		expect(statuses()).toEqual([429, 404]);
		expect(error?.httpCode).toBe('404');
	});

	it('end when no answer begins within the timeout', async () => {
		session.simulator.faults.add({ latency: 5000 });
		const { error } = await runConversations(credentialFor(session.simulator), {
			...start,
			options: { timeout: 200 },
		});
		expect(error?.message).toContain('the answer did not begin within the timeout');
		expect(error?.description).toContain('Raise Timeout');
		expect(session.simulator.requests).toHaveLength(1);
	});

	it('do not follow redirects', async () => {
		const location = 'https://elsewhere.example/v1/conversations';
		session.simulator.faults.add({ status: 307, headers: { location } });
		const { error } = await run(start);
		expect(error?.message).toContain(`redirect to ${location}`);
		expect(session.simulator.requests).toHaveLength(1);
	});

	it('say so when the answer is not JSON', async () => {
		session.simulator.faults.add({
			status: 200,
			body: '<html>Welcome</html>',
			contentType: 'text/html',
		});
		const { error } = await run(getAll);
		expect(error?.message).toBe(
			`The response of ${session.simulator.url} to GET /v1/conversations was not understood: it is not JSON`,
		);
		expect(error?.description).toContain('Base URL');
	});

	it('refuse an ID that would lead to another endpoint', async () => {
		const { error } = await runConversations(credentialFor(session.simulator), {
			operation: 'get',
			conversationId: { __rl: true, mode: 'id', value: '..' },
		});
		expect(error?.message).toContain('".." is not an ID');
		expect(session.simulator.requests).toEqual([]);
	});

	it('encode an ID', async () => {
		await runConversations(credentialFor(session.simulator), {
			operation: 'get',
			conversationId: { __rl: true, mode: 'id', value: '../x' },
		});
		expect(session.simulator.requests[0]?.path).toBe('/v1/conversations/..%2Fx');
	});
});

describe('the credential in the engine', () => {
	it('is sent once, also when it is wrong', async () => {
		const { error } = await run(start, { ...credentialFor(session.simulator), apiKey: 'wrong' });
		expect(statuses()).toEqual([401]);
		expect(error?.message).toBe('Invalid API Key');
		expect(error?.description).toContain('Check the API key and the Base URL in the credential');
	});

	it.each(['/', '/v1', '/v1/'])('tolerates a base URL that ends in %s', async (end) => {
		const { error } = await run(start, {
			...credentialFor(session.simulator),
			baseUrl: session.simulator.url + end,
		});
		expect(error).toBeUndefined();
		expect(session.simulator.requests[0]?.path).toBe('/v1/conversations');
	});

	it.each(['', 'api.mistral.ai', 'ftp://api.mistral.ai', 'javascript:alert(1)'])(
		'is refused with the base URL "%s"',
		async (baseUrl) => {
			const { error } = await run(start, { apiKey: 'k', baseUrl });
			expect(error?.message).toContain(
				`The Base URL "${baseUrl}" of the Mistral Agents credential is not an http(s) URL`,
			);
		},
	);

	it('says that nothing answers at the base URL', async () => {
		const { error } = await run(start, { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' });
		expect(error?.message).toBe(
			'No answer from http://127.0.0.1:9: nothing listens at this address',
		);
	});

	it('adds the header of a gateway', async () => {
		const credential = {
			...credentialFor(session.simulator),
			headerName: 'X-Gateway-Token',
			headerValue: 'open sesame',
		};
		await run(start, credential);
		expect(session.simulator.requests[0]?.headers['x-gateway-token']).toBe('open sesame');
	});

	it('leaves no trace of its secrets in executions that failed', async () => {
		const secrets = {
			apiKey: 'secret-key-1',
			headerName: 'X-Token',
			headerValue: 'secret-token-2',
		};
		const runs = [
			await run(start, { ...credentialFor(session.simulator), ...secrets }),
			await run(start, { baseUrl: 'ftp://x', ...secrets }),
			await runConversations(
				{ baseUrl: 'http://127.0.0.1:9', ...secrets },
				{ ...start, options: { maxRetries: 0 } },
			),
		];
		for (const { run: execution, error } of runs) {
			expect(error).toBeDefined();
			expect(JSON.stringify(execution.data)).not.toMatch(/secret-(key|token)/);
		}
	});
});
