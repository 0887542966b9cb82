import { startAdvice } from '../../../shared/conversation/answerAdvice';
import {
	answerProperties,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import { starting } from '../../../shared/conversation/answering';
import {
	type StartParameters,
	startProperties,
	startRequest,
	startSettings,
} from '../../../shared/conversation/requests';
import { roundFields } from '../../../shared/conversation/roundsForm';
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
		optionsOf(...startSettings, idleTimeout, streamSteps, ...roundFields),
	],
	advice: startAdvice,
	request: startRequest,
	execute: starting,
};
