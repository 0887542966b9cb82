import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll } from '@jest/globals';

/** Some other service that examples send to; it takes all there is and says thanks. */
export function useService(): { url: string } {
	let server: Server;
	const service = { url: '' };
	beforeAll(async () => {
		server = createServer((_request, response) => {
			response.setHeader('content-type', 'application/json').end('{"thanks":true}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => void server.close());
	return service;
}
