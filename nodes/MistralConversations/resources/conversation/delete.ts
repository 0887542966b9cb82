import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anything } from '../../../shared/transport/shape';

export const deleteConversation: OneRequest<{ conversationId: string }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a conversation',
	description: 'Delete a conversation and its entries for good',
	properties: [conversationId, optionsOf()],
	order: ({ conversationId }) => conversationId,
	request: (parameters) => ({
		method: 'DELETE',
		path: ['v1', 'conversations', parameters.conversationId],
	}),
	response: anything,
	output: (_, parameters) => ({ deleted: true, conversationId: parameters.conversationId }),
};
