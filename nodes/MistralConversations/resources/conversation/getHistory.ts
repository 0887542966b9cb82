import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { aHistory, type History } from '../../../shared/transport/entities';

export const getHistory: OneRequest<{ conversationId: string }, History> = {
	name: 'Get History',
	value: 'getHistory',
	action: 'Get the history of a conversation',
	description: 'Get all entries: messages, tool executions, function calls and handoffs',
	properties: [conversationId, optionsOf()],
	order: ({ conversationId }) => conversationId,
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'conversations', parameters.conversationId, 'history'],
	}),
	response: aHistory,
	output: ({ entries }) => entries,
};
