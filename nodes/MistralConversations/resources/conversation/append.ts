import {
	answerFields,
	answering,
	type AnswerParameters,
	answerProperties,
	streamSteps,
} from '../../../shared/conversation/answer';
import { inputProperties } from '../../../shared/conversation/inputs';
import { settings } from '../../../shared/conversation/settings';
import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';

interface AppendParameters extends AnswerParameters {
	conversationId: string;
}

export const append: Operation<AppendParameters> = {
	name: 'Append',
	value: 'append',
	action: 'Append to a conversation',
	description: 'Say something in a conversation and get the answer',
	properties: [
		conversationId,
		...inputProperties,
		...answerProperties,
		optionsOf(settings.handoffExecution, settings.store, streamSteps),
	],
	inOrderOf: 'conversationId',
	request: (parameters) => ({
		method: 'POST',
		path: ['v1', 'conversations', parameters.conversationId],
		body: toApiFields(answerFields(parameters)),
	}),
	...answering,
};
