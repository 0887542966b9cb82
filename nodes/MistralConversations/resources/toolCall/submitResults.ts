import type { INodeProperties } from 'n8n-workflow';

import { appendAdvice } from '../../../shared/conversation/answerAdvice';
import { resultEntry, resultText } from '../../../shared/conversation/toolResults';
import { givesAnswer } from '../../../shared/conversation/answerForm';
import type { AllItems } from '../../../shared/operation/operation';
import {
	answerToCalls,
	conversationOfCall,
	perCall,
	type Source,
	sourceProperty,
} from './callForm';
import { appendTogether, type Bringing, type BroughtParameters, checkBrought } from './together';

/** Of one call; a result that is no text becomes JSON. */
interface CallResult {
	toolCallId: string;
	result: unknown;
}

interface SubmitResultsParameters extends BroughtParameters, Partial<CallResult> {
	resultSource: Source;
	results?: CallResult[];
}

const result: INodeProperties = {
	displayName: 'Result',
	name: 'result',
	type: 'string',
	// It may be anything, and an empty text is one.
	ignoreValidationDuringExecution: true,
	typeOptions: { rows: 2 },
	required: true,
	default: '={{ $json.result }}',
	description: 'What the function came to. An object, a list or a number is sent as JSON.',
};

const bringing: Bringing<SubmitResultsParameters, CallResult> = {
	sourceOf: ({ resultSource }) => resultSource,
	broughtBy: ({ results, toolCallId = '', result: own }) =>
		results ?? [{ toolCallId, result: own }],
	appended: (results) => ({
		inputs: results.map(({ toolCallId, result: given }) =>
			resultEntry({ toolCallId, result: resultText(given) }),
		),
	}),
};

export const submitResults: AllItems<SubmitResultsParameters> = {
	name: 'Submit Results',
	value: 'submitResults',
	action: 'Submit the results of tool calls',
	description: 'Give the model the results of the functions that it called, and get its answer',
	gives: givesAnswer,
	properties: [
		conversationOfCall,
		sourceProperty('resultSource', 'Results'),
		...perCall('resultSource', result, 'results', 'Results'),
		...answerToCalls,
	],
	advice: {
		...appendAdvice,
		3001: 'Calls of this conversation are still open: submit the results of all of them together. Those that wait for a confirmation are answered with Tool Call > Confirm.',
		3230: 'The results must be those of all open calls of the conversation, and of no others. Each result is taken once: look at the history of the conversation whether it has them.',
	},
	order: ({ conversationId }) => conversationId,
	check: (parameters) => checkBrought(parameters, bringing),
	executeAll: async (items, run) => await appendTogether(items, run, bringing),
};
