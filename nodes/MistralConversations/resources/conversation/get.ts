import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';

export const get: Operation<{ conversationId: string }> = {
	name: 'Get',
	value: 'get',
	action: 'Get a conversation',
	description: 'Get the settings of a conversation, without its entries',
	properties: [conversationId, optionsOf()],
	inOrderOf: 'conversationId',
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'conversations', parameters.conversationId],
	}),
};
