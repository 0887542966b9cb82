import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterAll, beforeAll, beforeEach } from '@jest/globals';

/** Some other service that examples send to; it takes all there is and says thanks. */
export interface Service {
	url: string;
	/** What it was sent during a test, where that was JSON. */
	bodies: unknown[];
}

export function useService(): Service {
	let server: Server;
	const service: Service = { url: '', bodies: [] };
	beforeAll(async () => {
		server = createServer(async (request, response) => {
			service.bodies.push(await json(request).catch(() => undefined));
			response.setHeader('content-type', 'application/json').end('{"thanks":true}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	beforeEach(() => void (service.bodies = []));
	afterAll(() => void server.close());
	return service;
}
