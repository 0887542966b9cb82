import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** A `token` of HTTP (RFC 9110 §5.6.2). */
const validName = /^[!#$%&'*+.^_`|~\w-]+$/;

/** What Node refuses in a header's value; n8n's HTTP client would leave it out without a word. */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The headers that carry the credential's secrets: the key, and the gateway's header if one is set,
 * whatever `useHeader` says, which only shows its fields.
 *
 * @throws one sentence that names the field, without its secret, when no HTTP header can carry it
 */
export function credentialHeaders({
	apiKey,
	useHeader,
	headerName,
	headerValue,
}: ICredentialDataDecryptedObject): Record<string, string> {
	const key = text(apiKey).trim();
	if (!key) {
		throw new Error(
			'The API Key of the Mistral Agents credential is empty: copy one from the Mistral console',
		);
	}
	refuseUnsendable('API Key', key, 'copy it again from the Mistral console');
	const authorization = { Authorization: `Bearer ${key}` };

	const name = text(headerName).trim();
	if (!name && useHeader !== true) return authorization;
	if (!validName.test(name)) {
		throw new Error(
			`The Header Name "${name}" of the Mistral Agents credential is not the name of an HTTP header: enter one such as X-Gateway-Token`,
		);
	}
	const value = text(headerValue);
	refuseUnsendable('Header Value', value, 'enter it again without it');
	return { ...authorization, [name]: value };
}

const text = (value: unknown) => String(value ?? '');

function refuseUnsendable(field: string, value: string, whatToDo: string): void {
	const position = value.search(unsendable);
	if (position < 0) return;
	const code = value.charCodeAt(position);
	const what = [10, 13].includes(code)
		? 'a line break'
		: `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
	throw new Error(
		`The ${field} of the Mistral Agents credential has ${what} at position ${position + 1}, which no HTTP header can carry: ${whatToDo}`,
	);
}
