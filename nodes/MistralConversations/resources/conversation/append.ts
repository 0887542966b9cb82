import { appendAdvice } from '../../../shared/conversation/answerAdvice';
import {
	answerProperties,
	givesAnswer,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import {
	attachmentFields,
	type AttachmentOptions,
} from '../../../shared/conversation/attachmentForm';
import { withAttachments } from '../../../shared/conversation/attachments';
import { downloadFiles } from '../../../shared/conversation/generatedFiles';
import { tellingCallsLeft } from '../../../shared/conversation/callsLeft';
import { goingOn } from '../../../shared/conversation/goingOn';
import { inputsOf } from '../../../shared/conversation/inputs';
import { onOpenCalls, type OnOpenCalls } from '../../../shared/conversation/openCalls';
import {
	type AppendParameters as AnyAppend,
	appendProperties,
	appendRequest,
	appendSettings,
} from '../../../shared/conversation/requests';
import { roundFields } from '../../../shared/conversation/roundsForm';
import { optionsOf } from '../../../shared/descriptions/options';
import type { SeveralCalls } from '../../../shared/operation/operation';

interface AppendParameters extends AnyAppend {
	options?: AnyAppend['options'] & AttachmentOptions & { onOpenCalls?: OnOpenCalls };
}

export const append: SeveralCalls<AppendParameters> = {
	name: 'Append',
	value: 'append',
	action: 'Append to a conversation',
	description: 'Say something in a conversation and get the answer',
	gives: givesAnswer,
	properties: [
		...appendProperties,
		...answerProperties,
		optionsOf(
			...appendSettings,
			onOpenCalls('error'),
			...attachmentFields,
			downloadFiles,
			idleTimeout,
			streamSteps,
			...roundFields,
		),
	],
	advice: appendAdvice,
	order: ({ conversationId }) => conversationId,
	request: (parameters) =>
		appendRequest(parameters.conversationId, { inputs: inputsOf(parameters) }, parameters),
	execute: async (item, request) =>
		await withAttachments(item, request, async (whole) => {
			const { conversationId, options } = item.parameters;
			const onCalls = options?.onOpenCalls ?? 'error';
			const going = { conversationId, request: whole, onOpenCalls: onCalls };
			return await tellingCallsLeft(item, whole, goingOn(item.api, going));
		}),
};
