import {
	answerFields,
	answering,
	type AnswerParameters,
	answerProperties,
	streamSteps,
} from '../../../shared/conversation/answer';
import { inputProperties } from '../../../shared/conversation/inputs';
import { settings } from '../../../shared/conversation/settings';
import { conversationId, fromEntryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';

interface RestartParameters extends AnswerParameters {
	conversationId: string;
	fromEntryId: string;
}

export const restart: Operation<RestartParameters> = {
	name: 'Restart',
	value: 'restart',
	action: 'Restart a conversation',
	description: 'Continue from an earlier entry in a new conversation; the old one stays as it is',
	properties: [
		conversationId,
		fromEntryId,
		...inputProperties,
		...answerProperties,
		optionsOf(
			settings.agentVersion,
			settings.guardrails,
			settings.handoffExecution,
			settings.metadata,
			settings.store,
			streamSteps,
		),
	],
	inOrderOf: 'conversationId',
	request: (parameters) => ({
		method: 'POST',
		path: ['v1', 'conversations', parameters.conversationId, 'restart'],
		body: toApiFields({
			fromEntryId: parameters.fromEntryId,
			...answerFields(parameters),
		}),
	}),
	...answering,
};
