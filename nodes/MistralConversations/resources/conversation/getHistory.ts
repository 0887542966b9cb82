import type { IDataObject } from 'n8n-workflow';

import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';

export const getHistory: Operation<{ conversationId: string }> = {
	name: 'Get History',
	value: 'getHistory',
	action: 'Get the history of a conversation',
	description: 'Get all entries: messages, tool executions, function calls and handoffs',
	properties: [conversationId, optionsOf()],
	inOrderOf: 'conversationId',
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'conversations', parameters.conversationId, 'history'],
	}),
	output: ({ entries }) => entries as IDataObject[],
};
