import { startAdvice } from '../../../shared/conversation/answerAdvice';
import {
	answerProperties,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import { answering } from '../../../shared/conversation/answering';
import { downloadFiles } from '../../../shared/conversation/generatedFiles';
import {
	type StartParameters,
	startProperties,
	startRequest,
	startSettings,
} from '../../../shared/conversation/requests';
import { optionsOf } from '../../../shared/descriptions/options';
import type { SeveralCalls } from '../../../shared/operation/operation';

export const start: SeveralCalls<StartParameters> = {
	name: 'Start',
	value: 'start',
	action: 'Start a conversation',
	description: 'Begin a conversation with a model or an agent and get its answer',
	properties: [
		...startProperties,
		...answerProperties,
		optionsOf(...startSettings, downloadFiles, idleTimeout, streamSteps),
	],
	advice: startAdvice,
	request: startRequest,
	execute: answering,
};
