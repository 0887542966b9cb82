import { describe, expect, it } from '@jest/globals';
import type { IHttpRequestOptions, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { MistralAgentsApi } from '../../credentials/MistralAgentsApi.credentials';

const credential = new MistralAgentsApi();
const at = async (baseUrl: string, url: string) =>
	await credential.authenticate({ apiKey: ' key\n', baseUrl }, { url, headers: { Accept: 'x' } });

const headersOf = async (fields: object) => {
	const data = { apiKey: 'key', baseUrl: 'https://api.mistral.ai', ...fields };
	return (await credential.authenticate(data, { url: '/v1/models' })).headers;
};

describe('where the credential sends the key', () => {
	it('resolves paths against the base URL, also one with a path of its own', async () => {
		expect(await at('https://gateway.example/mistral/v1/', '/v1/models')).toMatchObject({
			url: 'https://gateway.example/mistral/v1/models',
			baseURL: undefined,
			headers: { Accept: 'x', Authorization: 'Bearer key' },
		});
	});

	it('resolves a path without a slash, which cannot become a part of the host', async () => {
		expect((await at('https://api.mistral.ai', 'v1/ocr')).url).toBe(
			'https://api.mistral.ai/v1/ocr',
		);
		expect((await at('https://api.mistral.ai', '.elsewhere.example')).url).toBe(
			'https://api.mistral.ai/.elsewhere.example',
		);
		expect((await at('https://api.mistral.ai', '//elsewhere.example/v1')).url).toBe(
			'https://api.mistral.ai/elsewhere.example/v1',
		);
	});

	it('lets other nodes of n8n use the key for the base URL’s origin', async () => {
		const url = 'https://api.mistral.ai/v1/ocr';
		expect(await at('https://api.mistral.ai', url)).toMatchObject({ url });
		const { baseURL, ...request } = await credential.authenticate(
			{ apiKey: 'key', baseUrl: 'https://api.mistral.ai' },
			{ baseURL: 'https://api.mistral.ai/v1/', url: '/ocr' },
		);
		expect({ baseURL, url: request.url }).toEqual({ baseURL: undefined, url });
	});

	it.each([
		'https://elsewhere.example/v1/models',
		'http://api.mistral.ai/v1/models',
		'https://api.mistral.ai:8443/v1/models',
		'https://api.mistral.ai@elsewhere.example/v1/models',
		'https:\\\\elsewhere.example\\v1',
		'HTTPS://elsewhere.example',
		'ftp://api.mistral.ai/v1/models',
	])('sends the key to no other origin: %s', async (url) => {
		const refusal = 'The Mistral API key is not sent to';
		await expect(at('https://api.mistral.ai', url)).rejects.toThrow(refusal);
		const data = { apiKey: 'key', baseUrl: 'https://api.mistral.ai' };
		await expect(credential.authenticate(data, { uri: url })).rejects.toThrow(refusal);
	});

	it('sends the key to no other origin of the caller’s own', async () => {
		const data = { apiKey: 'key', baseUrl: 'https://api.mistral.ai' };
		const request = { baseURL: 'https://elsewhere.example', url: '/v1/models' };
		await expect(credential.authenticate(data, request)).rejects.toThrow(
			'The Mistral API key is not sent to https://elsewhere.example',
		);
	});

	it('says of an address that is none what to enter', async () => {
		await expect(at('https://api.mistral.ai', 'https://')).rejects.toThrow(
			'"https://" is no URL: enter one that begins with https://api.mistral.ai, or a path such as /v1/models',
		);
	});

	it('follows no redirect, by whichever way of n8n the request is sent', async () => {
		expect(await at('https://api.mistral.ai', '/v1/models')).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});
});

describe('the credential in n8n’s HTTP Request node', () => {
	// The options of that node, as n8n 2.41 makes them; the body stands where its kind has it.
	const legacy = {
		uri: 'https://api.mistral.ai/v1/files',
		method: 'POST' as const,
		headers: { accept: 'application/json' },
		gzip: true,
		followRedirect: true,
		followAllRedirects: true,
		resolveWithFullResponse: true,
	};
	const data = { apiKey: 'key', baseUrl: 'https://api.mistral.ai/v1' };

	it.each([
		['JSON', { body: { model: 'mistral-ocr-latest' }, json: true }],
		['form data', { formData: { purpose: 'ocr' } }],
		['a form', { form: { purpose: 'ocr' } }],
		['a file', { formData: { file: { value: Buffer.from('x'), options: { filename: 'x' } } } }],
	])('leaves %s as it is and adds the key', async (_, body) => {
		const request = { ...legacy, ...body };
		const sent = await credential.authenticate(data, request);
		expect(sent).toMatchObject({
			...body,
			url: legacy.uri,
			uri: undefined,
			method: 'POST',
			resolveWithFullResponse: true,
			headers: { accept: 'application/json', Authorization: 'Bearer key' },
		});
		expect(request).toEqual({ ...legacy, ...body });
	});

	it('hands the very file on, which may be a stream', async () => {
		const value = (async function* () {
			yield await Promise.resolve(Buffer.from('x'));
		})();
		const request = { ...legacy, formData: { file: { value } } };
		const sent: unknown = await credential.authenticate(data, request);
		expect((sent as typeof request).formData.file.value).toBe(value);
	});

	it('takes a path, where an older n8n lets one through', async () => {
		const { url } = await credential.authenticate(data, { ...legacy, uri: '/v1/ocr' });
		expect(url).toBe('https://api.mistral.ai/v1/ocr');
	});
});

describe('the headers of the credential', () => {
	it.each([{}, { useHeader: false }, { useHeader: true }])(
		'include the gateway’s one whenever it is set: %j',
		async (switched) => {
			const header = { headerName: ' X-Token ', headerValue: 'open sesame' };
			expect(await headersOf({ ...header, ...switched })).toEqual({
				Authorization: 'Bearer key',
				'X-Token': 'open sesame',
			});
		},
	);

	it('are the key alone without one', async () => {
		const key = { Authorization: 'Bearer key' };
		expect(await headersOf({})).toEqual(key);
		expect(await headersOf({ useHeader: false, headerName: '', headerValue: '' })).toEqual(key);
	});

	it.each(['X A', 'X:A', 'X-Ä', 'X\nA', '"X"', '(X)'])(
		'are told at once when no header can have the name %j',
		async (headerName) => {
			await expect(headersOf({ headerName, headerValue: 'secret' })).rejects.toThrow(
				`The Header Name "${headerName}" of the Mistral Agents credential is not the name of an HTTP header: enter one such as X-Gateway-Token`,
			);
		},
	);

	it('are told when the switch is on and no name is entered', async () => {
		await expect(headersOf({ useHeader: true })).rejects.toThrow(
			'The Header Name "" of the Mistral Agents credential is not the name of an HTTP header',
		);
	});

	it.each([
		[
			'Header Value',
			{ headerName: 'X-Token', headerValue: 'se\ncret' },
			'a line break at position 3',
		],
		[
			'Header Value',
			{ headerName: 'X-Token', headerValue: 'secret\r\n' },
			'a line break at position 7',
		],
		[
			'Header Value',
			{ headerName: 'X-Token', headerValue: 'secr\u0000et' },
			'the character U+0000 at position 5',
		],
		['API Key', { apiKey: 'secret…' }, 'the character U+2026 at position 7'],
		['API Key', { apiKey: 'se\u200bcret' }, 'the character U+200B at position 3'],
		['API Key', { apiKey: 'sec\nret' }, 'a line break at position 4'],
	])('are told at once when no header can carry the %s: %j', async (field, fields, what) => {
		const error: unknown = await headersOf(fields).catch((reason: unknown) => reason);
		const { message } = error as Error;
		expect(message).toContain(
			`The ${field} of the Mistral Agents credential has ${what}, which no HTTP header can carry: `,
		);
		expect(message).not.toMatch(/secr|cret/);
	});

	it.each(['', ' ', undefined])('are told when there is no key: %j', async (apiKey) => {
		await expect(headersOf({ apiKey })).rejects.toThrow(
			'The API Key of the Mistral Agents credential is empty',
		);
	});
});

describe('the fields of the credential', () => {
	// What n8n does with the stored data before it is used, and the editor before it is saved.
	const kept = (data: INodeParameters, withDefaults: boolean) =>
		NodeHelpers.getNodeParameters(credential.properties, data, withDefaults, false, null, null);

	it.each([{}, { useHeader: false }, { useHeader: true }])(
		'keep a header that is set, also while they are hidden: %j',
		(switched) => {
			const header = { headerName: 'X-Token', headerValue: 'open sesame' };
			const data = { apiKey: 'key', ...header, ...switched };
			expect(kept(data, true)).toMatchObject(header);
			expect(kept(data, false)).toMatchObject(header);
		},
	);

	it('show the header only while the switch is on', () => {
		const shown = (useHeader: boolean) =>
			credential.properties
				.filter(({ type }) => type !== 'hidden')
				.filter((field) => NodeHelpers.displayParameter({ useHeader }, field, null, null))
				.map(({ name }) => name);
		expect(shown(false)).toEqual(['apiKey', 'baseUrl', 'useHeader']);
		expect(shown(true)).toEqual(['apiKey', 'baseUrl', 'useHeader', 'headerName', 'headerValue']);
	});

	it('have their secrets blanked by n8n, which looks at the first field of a name', () => {
		for (const secret of ['apiKey', 'headerValue']) {
			const field = credential.properties.find(({ name }) => name === secret);
			expect(field?.typeOptions).toEqual({ password: true });
		}
	});
});

describe('the test of the credential', () => {
	it('is a request that every key may make', () => {
		const request: Partial<IHttpRequestOptions> = { url: '/v1/models' };
		expect(credential.test.request).toEqual(request);
	});

	it('says one thing about each status', () => {
		const statuses = (credential.test.rules ?? []).flatMap((rule) =>
			rule.type === 'responseCode' ? rule.properties.value : [],
		);
		expect(statuses).toEqual([301, 302, 307, 308, 401, 403, 404, 429, 500, 502, 503, 504]);
	});
});
