import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { type Messages, theMessages } from '../../../shared/transport/entities';

export const getMessages: OneRequest<{ conversationId: string }, Messages> = {
	name: 'Get Messages',
	value: 'getMessages',
	action: 'Get the messages of a conversation',
	description: 'Get what was said by both sides, without tool executions and calls',
	properties: [conversationId, optionsOf()],
	order: ({ conversationId }) => conversationId,
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'conversations', parameters.conversationId, 'messages'],
	}),
	response: theMessages,
	output: ({ messages }) => messages,
};
