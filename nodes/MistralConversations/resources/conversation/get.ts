import { conversationId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aConversation } from '../../../shared/transport/entities';
import { conversationOutput } from './output';

interface GetParameters extends SimplifyParameters {
	conversationId: string;
}

export const get: OneRequest<GetParameters> = {
	name: 'Get',
	value: 'get',
	action: 'Get a conversation',
	description: 'Get the settings of a conversation, without its entries',
	properties: [conversationId, simplify, optionsOf()],
	order: ({ conversationId }) => conversationId,
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'conversations', parameters.conversationId],
	}),
	response: aConversation,
	output: conversationOutput,
};
