import { Agent, request } from 'undici';

import type { Service } from './service';

/** As fast as JSON can be asked for, over so many connections that are kept. */
export function bareClient({ apiKey, baseUrl }: Service['credential'], connections: number) {
	const dispatcher = new Agent({ connections });
	const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
	return async (method: 'GET' | 'POST', path: string, body?: object) => {
		const options = { method, headers, dispatcher, ...(body && { body: JSON.stringify(body) }) };
		const response = await request(baseUrl + path, options);
		if (response.statusCode >= 300) throw new Error(await response.body.text());
		return await response.body.json();
	};
}
