import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { describe, expect, test } from '@jest/globals';

function run(...args: string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/main.ts', ...args]);
	const output = { text: '' };
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (bytes) => (output.text += String(bytes)));
	}
	return { child, output };
}

describe('npm run simulator', () => {
	test('says how to use it and ends with Ctrl-C', async () => {
		const { child, output } = run('--port', '0', '--key', 'my-key');
		await once(child.stdout, 'data');
		const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.text)?.[0] ?? '';
		expect(output.text).toContain('my-key');
		expect(output.text).toContain(`curl ${url}/simulator/faults`);
		const headers = { authorization: 'Bearer my-key' };
		expect((await fetch(`${url}/v1/models`, { headers })).status).toBe(200);
		child.kill('SIGINT');
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	test('lets words come one by one', async () => {
		const { child, output } = run('--port', '0', '--word-delay', '40');
		await once(child.stdout, 'data');
		const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.text)?.[0] ?? '';
		const before = performance.now();
		const response = await fetch(`${url}/v1/conversations`, {
			method: 'POST',
			headers: { authorization: 'Bearer simulator-key', 'content-type': 'application/json' },
			body: JSON.stringify({ inputs: 'Hello', model: 'mistral-medium-latest', stream: true }),
		});
		const gaps = (await response.text()).split('\n\n').length - 2;
		// A timer may be early by less than a millisecond.
		expect(performance.now() - before).toBeGreaterThan(gaps * (40 - 1));
		child.kill('SIGINT');
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	test('says in a sentence that the port is in use', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const { child, output } = run('--port', String(port));
		expect(await once(child, 'exit')).toEqual([1, null]);
		expect(output.text).toBe(`Port ${port} is in use; name another one with --port.\n`);
		server.close();
	});
});
