import { json } from 'node:stream/consumers';

import { beforeEach } from '@jest/globals';

import { useLocalServer } from './localServer';

/** Some other service that examples send to; it takes all there is and says thanks. */
export interface Service {
	readonly url: string;
	/** What it was sent during a test, where that was JSON. */
	readonly bodies: unknown[];
}

export function useService(): Service {
	const bodies: unknown[] = [];
	const server = useLocalServer(async (request, response) => {
		bodies.push(await json(request).catch(() => undefined));
		response.setHeader('content-type', 'application/json').end('{"thanks":true}');
	});
	beforeEach(() => void bodies.splice(0));
	return {
		get url() {
			return server.url;
		},
		bodies,
	};
}
