import type { INodeParameters } from 'n8n-workflow';

import { byId } from './shared';
import { ids } from './libraries';

/** For each picker, the node in which it is used and what else is chosen there. */
export const pickerSets: Record<string, { type: string; parameters: INodeParameters }> = {
	searchAgents: inNode('mistralConversations', 'conversation', 'start', { target: 'agent' }),
	searchConversations: inNode('mistralConversations', 'conversation', 'get'),
	searchDocuments: inNode('mistralLibraries', 'document', 'get', ids),
	searchEntries: inNode('mistralConversations', 'conversation', 'restart', {
		conversationId: byId('conv_1'),
	}),
	searchLibraries: inNode('mistralLibraries', 'library', 'get'),
	searchModels: inNode('mistralConversations', 'conversation', 'start'),
	searchVersions: inNode('mistralAgents', 'version', 'get', { agentId: byId('ag_1') }),
};

function inNode(type: string, resource: string, operation: string, others: INodeParameters = {}) {
	return { type, parameters: { resource, operation, ...others } };
}
