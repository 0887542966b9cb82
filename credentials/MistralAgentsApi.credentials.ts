import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { apiBaseUrl } from '../nodes/shared/transport/baseUrl';

// A gateway's token mostly, so hidden; n8n's lint would not expect it of this name.
const headerValue: INodeProperties = {
	displayName: 'Extra Header Value',
	name: 'headerValue',
	type: 'string',
	typeOptions: { password: true },
	default: '',
};

export class MistralAgentsApi implements ICredentialType {
	name = 'mistralAgentsApi';

	displayName = 'Mistral Agents API';

	documentationUrl = 'https://docs.mistral.ai/getting-started/quickstart';

	icon: Icon = { light: 'file:../icons/mistral.svg', dark: 'file:../icons/mistral.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Created in the Mistral console under API keys',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.mistral.ai',
			placeholder: 'e.g. https://api.mistral.ai',
			description: 'The key is sent to this address only. Change it for a gateway.',
		},
		{
			displayName: 'Extra Header Name',
			name: 'headerName',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Gateway-Token',
			description: 'One more header that a gateway in front of the API asks for',
		},
		headerValue,
	];

	// `/v1/models` answers every valid key, whatever its scopes.
	test: ICredentialTestRequest = {
		request: { url: '/v1/models' },
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Mistral refused the API key. Copy it again from the Mistral console.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no Mistral API at this Base URL: it has no /v1/models.',
				},
			},
		],
	};

	/**
	 * A function, because triggers call the API in the background, where n8n can evaluate no expressions.
	 * Relative URLs are resolved against the base URL; the key goes to that origin only.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const base = apiBaseUrl(credentials.baseUrl);
		const url = /^https?:/i.test(request.url) ? request.url : `${base}${request.url}`;
		if (new URL(url).origin !== new URL(base).origin) {
			throw new Error(
				`The Mistral API key is not sent to ${new URL(url).origin}: the Base URL of the credential is ${base}`,
			);
		}
		const { headerName, headerValue } = credentials;
		return {
			...request,
			baseURL: undefined,
			url,
			headers: {
				...request.headers,
				Authorization: `Bearer ${String(credentials.apiKey).trim()}`,
				...(headerName ? { [String(headerName).trim()]: String(headerValue ?? '') } : {}),
			},
		};
	}
}
