import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { appendAdvice, restartAdvice, startAdvice } from '../shared/conversation/answerAdvice';
import { type AnswerParameters, idleTimeout } from '../shared/conversation/answerForm';
import { completionArgs } from '../shared/conversation/completionArgs';
import { type InputParameters, inputsOf } from '../shared/conversation/inputs';
import {
	appendProperties,
	appendRequest,
	appendSettings,
	restartProperties,
	restartRequest,
	restartSettings,
	startProperties,
	startRequest,
	startSettings,
} from '../shared/conversation/requests';
import { optionsWith, requestFields } from '../shared/descriptions/options';
import { shownFor } from '../shared/operation/menu';
import type { Advice } from '../shared/transport/advice';
import type { ApiRequest } from '../shared/transport/apiRequest';

/** Parameters of all modes, as far as they say whom an answer comes from and what to. */
export interface ModeParameters extends AnswerParameters, InputParameters {
	agentId?: string;
	model?: string;
	conversationId?: string;
	fromEntryId?: string;
}

/** A way to get an answer. */
export interface Mode {
	value: string;
	properties: INodeProperties[];
	request(parameters: ModeParameters): ApiRequest;
	advice: Advice;
}

/** A trigger always streams, and what it gives is chosen by `emit`. */
const propertiesOf = (properties: INodeProperties[], settings: INodeProperties[]) => [
	...properties.map((property) =>
		// Nothing comes before a trigger, so its text cannot come from an input item.
		property.name === 'text' ? { ...property, default: '' } : property,
	),
	completionArgs,
	optionsWith(...settings, idleTimeout, ...requestFields),
];

export const modes: Mode[] = [
	{
		value: 'start',
		properties: propertiesOf(startProperties, startSettings),
		request: startRequest,
		advice: startAdvice,
	},
	{
		value: 'append',
		properties: propertiesOf(appendProperties, appendSettings),
		request: ({ conversationId = '', ...parameters }) =>
			appendRequest(conversationId, { inputs: inputsOf(parameters) }, parameters),
		advice: appendAdvice,
	},
	{
		value: 'restart',
		properties: propertiesOf(restartProperties, restartSettings),
		request: ({ conversationId = '', fromEntryId = '', ...parameters }) =>
			restartRequest({ conversationId, fromEntryId, ...parameters }),
		advice: restartAdvice,
	},
];

const choices: INodePropertyOptions[] = [
	{
		name: 'Start',
		value: 'start',
		action: 'On the steps of a new conversation',
		description: 'Begin a conversation',
	},
	{
		name: 'Append',
		value: 'append',
		action: 'On the steps of an appended message',
		description: 'Say something in a conversation',
	},
	{
		name: 'Restart',
		value: 'restart',
		action: 'On the steps of a restarted conversation',
		description: 'Continue from an earlier entry in a new conversation',
	},
];

/** Subtitle of the node: the sentence of the chosen mode. */
export const subtitle = `={{ (${JSON.stringify(
	Object.fromEntries(choices.map(({ value, action }) => [value, action])),
)})[$parameter["mode"]] }}`;

/** The parameter that chooses one. */
export const modeMenu: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	options: choices,
	default: 'start',
	description: 'How to get the answer to watch',
};

const isSetting = ({ name }: INodeProperties) => ['completionArgs', 'options'].includes(name);

const shownForModes = (isShown: (property: INodeProperties) => boolean) =>
	modes.flatMap(({ value, properties }) =>
		properties.filter(isShown).map((property) => shownFor(property, { mode: [value] })),
	);

/** Who is asked, and what. */
export const modeProperties: INodeProperties[] = [
	modeMenu,
	...shownForModes((property) => !isSetting(property)),
];

/** Collections, which n8n's users expect at the end. */
export const modeSettings: INodeProperties[] = shownForModes(isSetting);
