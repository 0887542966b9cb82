import type { IConnections, INode, INodeParameters, NodeConnectionType } from 'n8n-workflow';

import type { WorkflowFile } from '../scripts/examples';
import type { N8n } from '../scripts/n8n/startN8n';

/** A node, in version 1 and at the canvas' origin unless more is said. */
export const node = (
	name: string,
	type: string,
	parameters: object = {},
	more: Partial<INode> = {},
): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: parameters as INodeParameters,
	...more,
});

export const manualTrigger = node('Go', 'n8n-nodes-base.manualTrigger');

/** Nodes that all give something to one: what comes before it, or what hangs below it. */
export const into = (
	target: string,
	sources: INode[],
	type: NodeConnectionType = 'main',
): IConnections =>
	Object.fromEntries(
		sources.map(({ name }) => [name, { [type]: [[{ node: target, type, index: 0 }]] }]),
	);

/** A first node → a second one, below which hang others, side by side. */
export function withBelow(
	[first, second]: [INode, INode],
	below: INode[],
	type: NodeConnectionType = 'ai_tool',
): Pick<WorkflowFile, 'nodes' | 'connections'> {
	const placed = below.map((one, index): INode => {
		const x = 240 + (index - (below.length - 1) / 2) * 160;
		return { ...one, position: [x, 260] };
	});
	return {
		nodes: [first, { ...second, position: [240, 0] }, ...placed],
		connections: { ...into(second.name, [first]), ...into(second.name, placed, type) },
	};
}

/** Imports a workflow of nodes in a row, each of which gives its items to the next, and gives its id. */
export const importChain = async (
	{ n8n }: { n8n: N8n },
	name: string,
	...nodes: INode[]
): Promise<string> =>
	await n8n.api.importWorkflow({
		name,
		nodes: nodes.map((one, place) => ({ ...one, position: [220 * place, 0] })),
		connections: Object.assign(
			{},
			...nodes.slice(1).map((next, place) => into(next.name, nodes.slice(place, place + 1))),
		) as IConnections,
	});
