import { agent } from '../../nodes/MistralAgents/resources/agent';
import { alias } from '../../nodes/MistralAgents/resources/alias';
import { version } from '../../nodes/MistralAgents/resources/version';
import { conversation } from '../../nodes/MistralConversations/resources/conversation';
import { file } from '../../nodes/MistralConversations/resources/file';
import { toolCall } from '../../nodes/MistralConversations/resources/toolCall';
import { access } from '../../nodes/MistralLibraries/resources/access';
import { document } from '../../nodes/MistralLibraries/resources/document';
import { library } from '../../nodes/MistralLibraries/resources/library';
import type { Operation, Resources } from '../../nodes/shared/operation/operation';

/** The resources of each node. */
export const nodes: Array<{ node: string; type: string; resources: Resources }> = [
	{
		node: 'Mistral Conversations',
		type: 'mistralConversations',
		resources: [conversation, toolCall, file],
	},
	{ node: 'Mistral Agents', type: 'mistralAgents', resources: [agent, version, alias] },
	{ node: 'Mistral Libraries', type: 'mistralLibraries', resources: [document, library, access] },
];

/** All operations by `resource.operation`. */
export const operations = new Map<string, Operation>(
	nodes.flatMap(({ resources }) =>
		resources.flatMap((resource) =>
			resource.operations.map((one) => [`${resource.value}.${one.value}`, one] as const),
		),
	),
);

/** The operation with this `resource.operation`. */
export function operationOf(name: string): Operation {
	const found = operations.get(name);
	if (!found) throw new Error(`No operation ${name}`);
	return found;
}
