import { appendAdvice } from '../../../shared/conversation/answerAdvice';
import {
	answerProperties,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import { answering } from '../../../shared/conversation/answering';
import { inputsOf } from '../../../shared/conversation/inputs';
import {
	type AppendParameters,
	appendProperties,
	appendRequest,
	appendSettings,
} from '../../../shared/conversation/requests';
import { roundFields } from '../../../shared/conversation/roundsForm';
import { optionsOf } from '../../../shared/descriptions/options';
import type { SeveralCalls } from '../../../shared/operation/operation';

export const append: SeveralCalls<AppendParameters> = {
	name: 'Append',
	value: 'append',
	action: 'Append to a conversation',
	description: 'Say something in a conversation and get the answer',
	properties: [
		...appendProperties,
		...answerProperties,
		optionsOf(...appendSettings, idleTimeout, streamSteps, ...roundFields),
	],
	advice: appendAdvice,
	order: ({ conversationId }) => conversationId,
	request: (parameters) =>
		appendRequest(parameters.conversationId, { inputs: inputsOf(parameters) }, parameters),
	execute: answering,
};
