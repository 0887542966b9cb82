import type { INodeProperties } from 'n8n-workflow';

import { append } from '../MistralConversations/resources/conversation/append';
import { restart } from '../MistralConversations/resources/conversation/restart';
import { start } from '../MistralConversations/resources/conversation/start';
import type { AnswerParameters } from '../shared/conversation/answer';
import { settings } from '../shared/conversation/settings';
import { requestFields } from '../shared/descriptions/options';
import { shownFor } from '../shared/operation/menu';
import type { Operation } from '../shared/operation/operation';

/** A way to get an answer, with the operation of Mistral Conversations that it is. */
export interface Mode {
	value: string;
	properties: INodeProperties[];
	request: Operation<AnswerParameters>['request'];
}

/** A trigger always streams, and what it gives is chosen by `emit`. */
const withoutMeaning = ['stream', 'simplify'];

const options = [...Object.keys(settings), ...requestFields.map(({ name }) => name)];

const modeOf = ({ value, properties, request }: Operation): Mode => ({
	value,
	request,
	properties: properties.filter(({ name }) => !withoutMeaning.includes(name)).map(forTrigger),
});

/** Nothing comes before a trigger, so its text cannot come from an input item. */
function forTrigger(property: INodeProperties): INodeProperties {
	if (property.name === 'text') return { ...property, default: '' };
	if (property.name !== 'options') return property;
	const fields = property.options as INodeProperties[];
	return { ...property, options: fields.filter(({ name }) => options.includes(name)) };
}

export const modes: Mode[] = [start, append, restart].map((operation) =>
	modeOf(operation as Operation),
);

/** The parameter that chooses one. */
export const modeMenu: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	options: [
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
		{
			name: 'Start',
			value: 'start',
			action: 'On the steps of a new conversation',
			description: 'Begin a conversation',
		},
	],
	default: 'start',
	description: 'How to get the answer to watch',
};

export const modeProperties: INodeProperties[] = [
	modeMenu,
	...modes.flatMap(({ value, properties }) =>
		properties.map((property) => shownFor(property, { mode: [value] })),
	),
];
