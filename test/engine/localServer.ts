import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll } from '@jest/globals';

/** A server on 127.0.0.1 for all tests of a file; its address is there once they run. */
export function useLocalServer(answer: RequestListener): { readonly url: string } {
	let server: Server;
	beforeAll(async () => {
		server = createServer(answer);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => void server.close());
	return {
		get url() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		},
	};
}
