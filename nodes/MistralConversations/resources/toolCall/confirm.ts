import type { INodeProperties } from 'n8n-workflow';

import { appendAdvice } from '../../../shared/conversation/answerAdvice';
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

type Confirmation = 'allow' | 'deny';

/** What was decided about one call. */
interface Decision {
	toolCallId: string;
	confirmation: Confirmation;
}

interface ConfirmParameters extends BroughtParameters, Partial<Decision> {
	confirmationSource: Source;
	confirmations?: Decision[];
}

const confirmation: INodeProperties = {
	displayName: 'Confirmation',
	name: 'confirmation',
	type: 'options',
	required: true,
	options: [
		{ name: 'Allow', value: 'allow', description: 'Mistral makes the call' },
		{ name: 'Deny', value: 'deny', description: 'Mistral does not, and the model is told so' },
	],
	// One that nobody has set allows nothing.
	default: 'deny',
	description: 'What was decided about the call',
};

const bringing: Bringing<ConfirmParameters, Decision> = {
	sourceOf: ({ confirmationSource }) => confirmationSource,
	broughtBy: ({ confirmations, toolCallId = '', confirmation: own = 'deny' }) =>
		confirmations ?? [{ toolCallId, confirmation: own }],
	appended: (decisions) => ({
		toolConfirmations: decisions.map(({ toolCallId, confirmation: decided }) => ({
			tool_call_id: toolCallId,
			confirmation: decided,
		})),
	}),
};

export const confirm: AllItems<ConfirmParameters> = {
	name: 'Confirm',
	value: 'confirm',
	action: 'Confirm or deny tool calls',
	description: 'Allow or deny tool calls that wait for a confirmation, and get the answer',
	gives: givesAnswer,
	properties: [
		conversationOfCall,
		sourceProperty('confirmationSource', 'Confirmations'),
		...perCall('confirmationSource', confirmation, 'confirmations', 'Confirmations'),
		...answerToCalls,
	],
	advice: {
		...appendAdvice,
		3001: 'Other calls of this conversation are still open: decide about all that wait for a confirmation together. Results of functions are given with Tool Call > Submit Results.',
		3230: 'Confirm exactly the calls whose confirmationStatus is "pending". Each is decided once: look at the history of the conversation.',
	},
	order: ({ conversationId }) => conversationId,
	check: (parameters) => checkBrought(parameters, bringing),
	executeAll: async (items, run) => await appendTogether(items, run, bringing),
};
