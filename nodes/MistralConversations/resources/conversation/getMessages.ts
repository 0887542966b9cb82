import type { IDataObject } from 'n8n-workflow';

import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';

export const getMessages: Operation<{ conversationId: string }> = {
	name: 'Get Messages',
	value: 'getMessages',
	action: 'Get the messages of a conversation',
	description: 'Get what was said by both sides, without tool executions and calls',
	properties: [conversationId, optionsOf()],
	inOrderOf: 'conversationId',
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'conversations', parameters.conversationId, 'messages'],
	}),
	output: ({ messages }) => messages as IDataObject[],
};
