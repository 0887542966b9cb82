import { type INode, type INodeParameters, Workflow } from 'n8n-workflow';

import { nodeTypes } from '../../scripts/engine/nodeTypes';

/** A workflow of one of our nodes, and that node. */
export function workflowOf(type: string, parameters: INodeParameters) {
	const node: INode = {
		id: '1',
		name: 'Mistral',
		type: `n8n-nodes-mistral-agents.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { mistralAgentsApi: { id: '1', name: 'Mistral' } },
	};
	return {
		node,
		workflow: new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes }),
	};
}
