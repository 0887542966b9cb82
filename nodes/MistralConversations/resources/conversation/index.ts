import type { Resource } from '../../../shared/operation/operation';
import { append } from './append';
import { deleteConversation } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { getHistory } from './getHistory';
import { getMessages } from './getMessages';
import { restart } from './restart';
import { send } from './send';
import { start } from './start';

export const conversation: Resource = {
	name: 'Conversation',
	value: 'conversation',
	operations: [
		start,
		append,
		send,
		restart,
		getMessages,
		getHistory,
		get,
		getAll,
		deleteConversation,
	],
};
