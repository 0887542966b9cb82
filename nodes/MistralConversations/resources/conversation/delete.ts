import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';

export const deleteConversation: Operation<{ conversationId: string }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a conversation',
	description: 'Delete a conversation and its entries for good',
	properties: [conversationId, optionsOf()],
	inOrderOf: 'conversationId',
	request: (parameters) => ({
		method: 'DELETE',
		path: ['v1', 'conversations', parameters.conversationId],
	}),
	output: (_, parameters) => ({ deleted: true, conversationId: parameters.conversationId }),
};
