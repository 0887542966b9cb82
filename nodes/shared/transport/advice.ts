/** What to do next, by the API's own error code, the HTTP status or the network code. */
export type Advice = Record<string, string>;

/** For every request, whatever it is for. */
const always: Advice = {
	1910: 'Your Mistral plan does not include this. Check the plan of the workspace that the key belongs to.',
	3000: 'Mistral could not build the answer, which may be temporary.',
	400: 'Check the parameters that the message names.',
	401: 'Check the API key and the Base URL in the credential.',
	402: 'Check the billing of the workspace that the key belongs to.',
	403: 'The key may lack access to this, or your Mistral plan does not include it.',
	404: 'Check the ID: it may be deleted, or belong to another API key. The regional addresses of Mistral have no conversations and agents.',
	422: 'Change the fields that the message names.',
	429: 'Wait a little. A spending limit of the workspace is answered in the same way.',
	500: 'Mistral could not carry the request out for an internal reason. Try again later.',
	502: 'Mistral could not be reached behind its gateway. Try again later.',
	503: 'Mistral is overloaded or down. Try again later.',
	504: 'Mistral took too long to answer. Try again later.',
	ECONNREFUSED: 'Check the Base URL in the credential, and that the server runs.',
	ENOTFOUND: 'Check the Base URL in the credential.',
	EAI_AGAIN: 'Check the Base URL in the credential and the DNS of this n8n.',
	EPIPE:
		'The server may have refused the request before it had read it: check the API key, and that the file is not too large.',
};

/**
 * @param own what whoever sends the request knows better
 * @param failure.code the API's code, if it gave one
 * @param failure.httpCode HTTP status or network code
 * @param failure.blocked whether guardrails are the reason
 */
export function adviceFor(
	own: Advice,
	{ code, httpCode, blocked }: { code?: unknown; httpCode: string; blocked: boolean },
): string {
	const known = { ...always, ...own };
	const byCode = known[String(code)];
	if (byCode !== undefined) return byCode;
	if (blocked) {
		return 'A guardrail blocked the input. Change the text, or the thresholds of the guardrail.';
	}
	if (/^3\d\d$/.test(httpCode)) {
		return 'Enter the address it leads to as Base URL in the credential.';
	}
	return known[httpCode] ?? '';
}
