import type { INode, INodeParameters } from 'n8n-workflow';

import type { World } from './world';

/** A node of a workflow whose nodes stand in a row; the parts that a test does not care for are filled in. */
export type ChainNode = Pick<INode, 'name' | 'type'> &
	Partial<INode> & { parameters?: INodeParameters };

export const manualTrigger: ChainNode = { name: 'Go', type: 'n8n-nodes-base.manualTrigger' };

/** Imports a workflow of nodes, one after the other, and gives its id. */
export function importChain(world: World, name: string, ...nodes: ChainNode[]): Promise<string> {
	return world.n8n.api.importWorkflow({
		name,
		nodes: nodes.map((node, place) => ({
			id: node.name,
			typeVersion: 1,
			position: [220 * place, 0],
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((node, place) => [
					nodes[place]?.name,
					{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
				]),
		),
	});
}
