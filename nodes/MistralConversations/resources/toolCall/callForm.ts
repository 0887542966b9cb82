import type { INodeProperties } from 'n8n-workflow';

import {
	answerProperties,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import { downloadFiles } from '../../../shared/conversation/generatedFiles';
import { appendSettings } from '../../../shared/conversation/requests';
import { roundFields } from '../../../shared/conversation/roundsForm';
import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';

/** Where something is brought for calls from: all items, or each item's own list. */
export type Source = 'items' | 'define';

/** The `functionCalls` of an answer name their conversation, and Split Out makes items of them. */
export const conversationOfCall: INodeProperties = {
	...conversationId,
	default: { __rl: true, mode: 'id', value: '={{ $json.conversationId }}' },
};

/** @param what is brought, as `Results` */
export const sourceProperty = (name: string, what: string): INodeProperties => ({
	displayName: `${what} From`,
	name,
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'All Items',
			value: 'items',
			description: 'One from each item; those of one conversation are sent together',
		},
		{ name: 'Define Below', value: 'define', description: 'A list for each item' },
	],
	default: 'items',
});

export const toolCallId: INodeProperties = {
	displayName: 'Tool Call ID',
	name: 'toolCallId',
	type: 'string',
	required: true,
	default: '={{ $json.toolCallId }}',
	description: 'Which call it is for: the toolCallId among the functionCalls of the answer',
};

/**
 * A parameter of each item, and a list of them with their calls.
 *
 * @param list name of the list, as `results`
 * @param listed what it lists, as `Results`
 */
export function perCall(
	source: string,
	value: INodeProperties,
	list: string,
	listed: string,
): INodeProperties[] {
	const fromItems = { displayOptions: { show: { [source]: ['items'] } } };
	return [
		{ ...toolCallId, ...fromItems },
		{ ...value, ...fromItems },
		{
			displayName: listed,
			name: list,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			required: true,
			placeholder: `Add ${value.displayName}`,
			default: { values: [{ toolCallId: toolCallId.default, [value.name]: value.default }] },
			displayOptions: { show: { [source]: ['define'] } },
			options: [{ displayName: value.displayName, name: 'values', values: [toolCallId, value] }],
		},
	];
}

/** What comes after, as for other appends. */
export const answerToCalls: INodeProperties[] = [
	...answerProperties,
	optionsOf(...appendSettings, downloadFiles, idleTimeout, streamSteps, ...roundFields),
];
