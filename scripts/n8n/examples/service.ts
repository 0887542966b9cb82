import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The other service that examples send to, in the place of https://example.com; it takes all there is. */
export interface Service {
	url: string;
	/** What it was sent to each path, oldest first: parsed where that was JSON, else its bytes. */
	sent(path: string): unknown[];
	close(): void;
}

export async function startService(): Promise<Service> {
	const all: Array<{ path: string; body: unknown }> = [];
	const server = createServer((request, response) => {
		void buffer(request).then((bytes) => {
			const isJson = request.headers['content-type']?.includes('json');
			all.push({
				path: request.url ?? '',
				body: isJson ? JSON.parse(bytes.toString()) : bytes,
			});
			response.setHeader('content-type', 'application/json').end('{"thanks":true}');
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		sent: (path) => all.filter((one) => one.path.startsWith(path)).map(({ body }) => body),
		close: () => server.close(),
	};
}
