import { startAdvice } from '../../../shared/conversation/answerAdvice';
import {
	answerProperties,
	givesAnswer,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import { starting } from '../../../shared/conversation/answering';
import {
	attachmentFields,
	type AttachmentOptions,
} from '../../../shared/conversation/attachmentForm';
import { withAttachments } from '../../../shared/conversation/attachments';
import { downloadFiles } from '../../../shared/conversation/generatedFiles';
import {
	type StartParameters,
	startProperties,
	startRequest,
	startSettings,
} from '../../../shared/conversation/requests';
import { roundFields } from '../../../shared/conversation/roundsForm';
import { optionsOf } from '../../../shared/descriptions/options';
import type { SeveralCalls } from '../../../shared/operation/operation';

export const start: SeveralCalls<StartParameters & { options?: AttachmentOptions }> = {
	name: 'Start',
	value: 'start',
	action: 'Start a conversation',
	description: 'Begin a conversation with a model or an agent and get its answer',
	gives: givesAnswer,
	properties: [
		...startProperties,
		...answerProperties,
		optionsOf(
			...startSettings,
			...attachmentFields,
			downloadFiles,
			idleTimeout,
			streamSteps,
			...roundFields,
		),
	],
	advice: startAdvice,
	request: startRequest,
	execute: async (item, request) =>
		await withAttachments(item, request, async (whole) => await starting(item, whole)),
};
