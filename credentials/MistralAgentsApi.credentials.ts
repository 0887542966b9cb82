import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { apiBaseUrl } from '../nodes/shared/transport/baseUrl';
import { addressWithin } from '../nodes/shared/transport/credentialAddress';
import { credentialHeaders } from '../nodes/shared/transport/credentialHeaders';

const headerName: INodeProperties = {
	displayName: 'Header Name',
	name: 'headerName',
	type: 'string',
	default: '',
	placeholder: 'e.g. X-Gateway-Token',
	description: 'The header that the gateway asks for',
};

// A gateway's token mostly, so hidden; n8n's lint would not expect it of this name.
const headerValue: INodeProperties = {
	displayName: 'Header Value',
	name: 'headerValue',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description: 'What the gateway gave you for this header, such as a token',
};

/**
 * The field is seen while the switch is on. n8n drops the value of a field that is not shown, so a
 * hidden twin keeps it while the switch is off.
 */
const behindSwitch = (field: INodeProperties): INodeProperties[] => [
	{ ...field, displayOptions: { show: { useHeader: [true] } } },
	{ ...field, type: 'hidden', displayOptions: { show: { useHeader: [false] } } },
];

const leadsElsewhere =
	'The server at this Base URL sends requests on to another address. Enter that address as Base URL.';
const tryAgain = 'Mistral did not answer the test. Wait a moment and try again.';

/** What the user reads for the status that the test was answered with; for others, n8n's short words. */
const messages: Record<number, string> = {
	301: leadsElsewhere,
	302: leadsElsewhere,
	307: leadsElsewhere,
	308: leadsElsewhere,
	401: 'Mistral refused the API key. Copy it again from the Mistral console.',
	403: 'Mistral does not let this API key in. Check its workspace and its scopes in the Mistral console.',
	404: 'There is no Mistral API at this Base URL: it has no /v1/models.',
	429: 'Mistral knows the API key, but its rate or spending limit is reached. Wait, or raise the limit in the Mistral console.',
	500: tryAgain,
	502: tryAgain,
	503: tryAgain,
	504: tryAgain,
};

type TestRules = NonNullable<ICredentialTestRequest['rules']>;

const testRules: Array<TestRules[number]> = [
	...Object.entries(messages).map(([status, message]) => ({
		type: 'responseCode' as const,
		properties: { value: Number(status), message },
	})),
	// To n8n a page of some other server is a good answer: one without the list of models is not.
	{
		type: 'responseSuccessBody',
		properties: {
			key: 'data',
			value: undefined,
			message: 'Something answers at this Base URL, but not the Mistral API. Check the address.',
		},
	},
];

/** Options of n8n's present request function, or of its older one, which the HTTP Request node goes on using. */
type RequestOptions = Omit<IHttpRequestOptions, 'url'> & {
	url?: string;
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
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
			displayName: 'Gateway Header',
			name: 'useHeader',
			type: 'boolean',
			default: false,
			description:
				'Whether a gateway in front of the API asks for one more header. Switched off, the fields are only hidden: to send the header no more, empty them.',
		},
		...behindSwitch(headerName),
		...behindSwitch(headerValue),
	];

	// `/v1/models` answers every valid key, whatever its scopes.
	test: ICredentialTestRequest = {
		request: { url: '/v1/models' },
		// n8n reads both kinds from one list, which its type does not know.
		rules: testRules as TestRules,
	};

	/**
	 * A function, because triggers call the API in the background, where n8n can evaluate no expressions.
	 * Relative URLs are resolved against the base URL; the key goes to that origin only. So redirects are
	 * not followed: older versions of n8n would send the headers on to wherever one leads.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: RequestOptions,
	): Promise<IHttpRequestOptions> {
		const base = apiBaseUrl(credentials.baseUrl);
		const address = request.url ?? request.uri ?? '';
		const authenticated: RequestOptions & { url: string } = {
			...request,
			baseURL: undefined,
			uri: undefined,
			url: addressWithin(base, address, request.baseURL || base),
			headers: { ...request.headers, ...credentialHeaders(credentials) },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		};
		return authenticated;
	}
}
