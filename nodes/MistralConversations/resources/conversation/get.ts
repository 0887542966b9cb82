import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { aConversation } from '../../../shared/transport/entities';

export const get: OneRequest<{ conversationId: string }> = {
	name: 'Get',
	value: 'get',
	action: 'Get a conversation',
	description: 'Get the settings of a conversation, without its entries',
	properties: [conversationId, optionsOf()],
	order: ({ conversationId }) => conversationId,
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'conversations', parameters.conversationId],
	}),
	response: aConversation,
};
