import { restartAdvice } from '../../../shared/conversation/answerAdvice';
import {
	answerProperties,
	givesAnswer,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import { answering } from '../../../shared/conversation/answering';
import {
	attachmentFields,
	type AttachmentOptions,
} from '../../../shared/conversation/attachmentForm';
import { withAttachments } from '../../../shared/conversation/attachments';
import { downloadFiles } from '../../../shared/conversation/generatedFiles';
import {
	type RestartParameters,
	restartProperties,
	restartRequest,
	restartSettings,
} from '../../../shared/conversation/requests';
import { roundFields } from '../../../shared/conversation/roundsForm';
import { optionsOf } from '../../../shared/descriptions/options';
import type { SeveralCalls } from '../../../shared/operation/operation';

export const restart: SeveralCalls<RestartParameters & { options?: AttachmentOptions }> = {
	name: 'Restart',
	value: 'restart',
	action: 'Restart a conversation',
	description: 'Continue from an earlier entry in a new conversation; the old one stays as it is',
	gives: givesAnswer,
	properties: [
		...restartProperties,
		...answerProperties,
		optionsOf(
			...restartSettings,
			...attachmentFields,
			downloadFiles,
			idleTimeout,
			streamSteps,
			...roundFields,
		),
	],
	advice: restartAdvice,
	order: ({ conversationId }) => conversationId,
	request: restartRequest,
	execute: async (item, request) =>
		await withAttachments(item, request, async (whole) => await answering(item, whole)),
};
