import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';

import { type N8nTool, type N8nToolkit, refuseReviewed, toolsIn } from './servedTools';

/**
 * The tools on the node's `ai_tool` input, none of which waits for a person. As a tool of an agent the node
 * has no such input, and n8n throws where it is asked for.
 *
 * @throws {ParameterError} for tools behind n8n's Human review
 */
export async function connectedTools(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<N8nTool[]> {
	if (!context.getNodeInputs().some(({ type }) => type === NodeConnectionTypes.AiTool)) return [];
	const connected = await context.getInputConnectionData(NodeConnectionTypes.AiTool, itemIndex);
	const tools = toolsIn(connected as Array<N8nTool | N8nToolkit>);
	refuseReviewed(tools);
	return tools;
}
