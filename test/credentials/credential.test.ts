import { describe, expect, it } from '@jest/globals';

import { MistralAgentsApi } from '../../credentials/MistralAgentsApi.credentials';

const credential = new MistralAgentsApi();
const authenticate = (baseUrl: string, url: string) =>
	credential.authenticate({ apiKey: ' key\n', baseUrl }, { url, headers: { Accept: 'x' } });

describe('the credential', () => {
	it('resolves paths against the base URL, also one with a path of its own', async () => {
		expect(await authenticate('https://gateway.example/mistral/v1/', '/v1/models')).toEqual({
			url: 'https://gateway.example/mistral/v1/models',
			baseURL: undefined,
			headers: { Accept: 'x', Authorization: 'Bearer key' },
		});
	});

	it('lets other nodes of n8n use the key for the base URL’s origin', async () => {
		const url = 'https://api.mistral.ai/v1/ocr';
		expect(await authenticate('https://api.mistral.ai', url)).toMatchObject({ url });
	});

	it.each([
		'https://elsewhere.example/v1/models',
		'http://api.mistral.ai/v1/models',
		'https://api.mistral.ai:8443/v1/models',
		'https://api.mistral.ai@elsewhere.example/v1/models',
		'HTTPS://elsewhere.example',
	])('sends the key to no other origin: %s', async (url) => {
		await expect(authenticate('https://api.mistral.ai', url)).rejects.toThrow(
			'The Mistral API key is not sent to',
		);
	});

	it('has a live test that every key may call', () => {
		expect(credential.test.request).toEqual({ url: '/v1/models' });
	});
});
