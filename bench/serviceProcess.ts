/**
 * A simulator in a process of its own: prints its address, then answers each line of input. `library` makes
 * one, `fill N` gives it N documents, and the service N agents and N conversations more; a number is how many
 * ms each request takes from then on, `sent` tells what was sent since the last line, `cache` where responses
 * to GET come from memory once they have been given: of 10,000 entities the simulator makes a page in 100 ms.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

import { startSimulator } from '../simulator/server';

async function main() {
	const { url, apiKey, requests, state, faults } = await startSimulator({ processingTime: 0 });
	console.log(JSON.stringify({ url, apiKey }));

	const post = async (path: string, body: object | FormData) => {
		const isForm = body instanceof FormData;
		const headers = { authorization: `Bearer ${apiKey}` };
		const response = await fetch(url + path, {
			method: 'POST',
			headers: isForm ? headers : { ...headers, 'content-type': 'application/json' },
			body: isForm ? body : JSON.stringify(body),
		});
		if (!response.ok) throw new Error(await response.text());
	};

	async function fill(count: number) {
		const model = 'mistral-medium-latest';
		const library = state.libraries.add({ name: 'Bench' }).id;
		for (let index = 0; index < count; index++) {
			const form = new FormData();
			form.append('file', new Blob([`Document ${index}`]), `${index}.txt`);
			await post(`/v1/libraries/${library}/documents`, form);
			await post('/v1/agents', { name: `Agent ${index}`, model });
			state.add(state.newConversation());
		}
		return { library, conversations: [...state.conversations.keys()].slice(-count) };
	}

	async function cache() {
		const bodies = new Map<string, Buffer>();
		const read = async (path: string) => {
			const headers = { authorization: `Bearer ${apiKey}` };
			return Buffer.from(await (await fetch(url + path, { headers })).arrayBuffer());
		};
		const server = createServer((request, response) => {
			const path = request.url ?? '';
			const give = (body: Buffer) => {
				bodies.set(path, body);
				response.writeHead(200, { 'content-type': 'application/json' }).end(body);
			};
			const known = bodies.get(path);
			if (known) give(known);
			else void read(path).then(give);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
	}

	async function answerTo(line: string) {
		const [command, count] = line.split(' ');
		if (command === 'cache') return await cache();
		if (command === 'fill') return await fill(Number(count));
		if (command === 'library') return { library: state.libraries.add({ name: 'Bench' }).id };
		const sent = requests.splice(0);
		const sizes = sent.map(({ headers }) => Number(headers['content-length'] ?? 0));
		const latency = Number(command);
		if (latency >= 0) faults.clear();
		if (latency > 0) faults.add({ latency, times: Infinity });
		return { requests: sent.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
	}

	for await (const line of createInterface({ input: process.stdin })) {
		const answer = await answerTo(line);
		console.log(JSON.stringify(answer));
	}
}

void main();
