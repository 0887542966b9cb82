import type { Advice } from '../transport/advice';

/** For requests that a model answers. */
const answers: Advice = {
	409: 'The conversation is being answered right now. Send one message at a time to it.',
	3003: 'Choose another model from the list.',
	3004: 'This model cannot use built-in tools. Choose another one, such as mistral-medium-latest, or remove the tools.',
	3201: 'The guardrail could not be checked and Block on Error is set. Try again later, or switch it off in the guardrails.',
	ECONNABORTED: 'Raise Timeout in the options.',
};

export const startAdvice: Advice = answers;

export const appendAdvice: Advice = {
	...answers,
	3001: 'The conversation waits for the results of its function calls. Give them first, with Tool Call > Submit Results, or set On Open Calls in the options to Cancel.',
	3230: 'Give one result for each open function call of the conversation, and nothing else: Tool Call > Submit Results does.',
};

export const sendAdvice: Advice = {
	...appendAdvice,
	3001: 'The conversation waits for the results of its function calls. Send cancels them unless On Open Calls in the options says to stop.',
};

export const restartAdvice: Advice = {
	...answers,
	3001: 'A conversation can be restarted only if something was appended to it, and only from one of its entries. Where function results are missing, choose an entry before the calls, or after their results.',
	3230: 'Give one result for each function call that is open at the chosen entry, and nothing else, or choose another entry.',
};
