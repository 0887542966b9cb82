import type { IDataObject } from 'n8n-workflow';

import {
	answerOutput,
	type AnswerParameters,
	answerProperties,
	executeAnswer,
	streamSteps,
} from '../../../shared/conversation/answer';
import { completionArgsOf } from '../../../shared/conversation/completionArgs';
import {
	type InputParameters,
	inputProperties,
	inputsOf,
} from '../../../shared/conversation/inputs';
import { settings, settingsOf } from '../../../shared/conversation/settings';
import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';

interface AppendParameters extends InputParameters, AnswerParameters {
	conversationId: string;
	options?: IDataObject;
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
		body: toApiFields({
			inputs: inputsOf(parameters),
			completionArgs: completionArgsOf(parameters.completionArgs),
			stream: parameters.stream || undefined,
			...settingsOf(parameters.options),
		}),
	}),
	execute: executeAnswer,
	output: answerOutput,
};
