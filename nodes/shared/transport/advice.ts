/** What to do next, by the API's own error code. */
const byCode: Record<number, string> = {
	1300: 'Lower Max Concurrency in the options, or run the workflow less often.',
	1910: 'Your Mistral plan does not include this. Check the plan of the workspace that the key belongs to.',
	3000: 'Mistral could not build the answer, which may be temporary.',
	3001: 'The conversation waits for the results of its function calls. Append them first, as function.result entries with Input Type JSON.',
	3003: 'Choose another model from the list.',
	3004: 'This model cannot use built-in tools. Choose another one, such as mistral-medium-latest, or remove the tools.',
	3201: 'The guardrail could not be checked and Block on Error is set. Try again later, or switch it off in the guardrails.',
	3230: 'Append one function.result entry for each open function call of the conversation, and nothing else.',
};

/** What to do next, by HTTP status or network code. */
const byHttpCode: Record<string, string> = {
	400: 'Check the parameters that the message names.',
	401: 'Check the API key and the Base URL in the credential.',
	402: 'Check the billing of the workspace that the key belongs to.',
	403: 'The key may lack access to this, or your Mistral plan does not include it.',
	404: 'Check the ID: it may be deleted, or belong to another API key. The regional addresses of Mistral have no conversations and agents.',
	409: 'The conversation is being answered right now. Send one message at a time to it.',
	422: 'Change the fields that the message names.',
	429: 'Lower Max Concurrency in the options or wait. A spending limit of the workspace is answered in the same way.',
	500: 'Mistral had an internal problem. Try again later.',
	502: 'Mistral could not be reached behind its gateway. Try again later.',
	503: 'Mistral is overloaded or down. Try again later.',
	504: 'Mistral took too long to answer. Try again later.',
	ECONNREFUSED: 'Check the Base URL in the credential, and that the server runs.',
	ENOTFOUND: 'Check the Base URL in the credential.',
	EAI_AGAIN: 'Check the Base URL in the credential and the DNS of this n8n.',
	EPIPE:
		'The server may have refused the request before it had read it: check the API key, and that the file is not too large.',
	ECONNABORTED: 'Raise Timeout in the options.',
};

/**
 * @param failure.code the API's code, NaN if it gave none
 * @param failure.httpCode HTTP status or network code
 * @param failure.blocked whether guardrails are the reason
 */
export function adviceFor(failure: { code: number; httpCode: string; blocked: boolean }): string {
	if (failure.code in byCode) return byCode[failure.code] ?? '';
	if (failure.blocked)
		return 'A guardrail blocked the input. Change the text, or the thresholds of the guardrail.';
	if (/^3\d\d$/.test(failure.httpCode))
		return 'Enter the address it leads to as Base URL in the credential.';
	return byHttpCode[failure.httpCode] ?? '';
}
