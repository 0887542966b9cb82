import {
	type IConnections,
	type INode,
	type INodeProperties,
	type INodeType,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { nodeTypes } from '../../scripts/engine/nodeTypes';

/** A node that gives tools to the node after it. */
export interface ToolNode {
	node: INode;
	type: INodeType;
	/** Tools that come to it, as to a review. */
	tools?: ToolNode[];
}

/** What a node gets of a tool; `schema` is Zod or JSON Schema. */
export interface SuppliedTool {
	name: string;
	description?: string;
	schema?: unknown;
	invoke: (args: unknown, config?: { signal?: AbortSignal }) => Promise<unknown>;
}

/** Something that looks like a toolkit. */
export interface SuppliedToolkit {
	getTools: () => SuppliedTool[];
}

const nodeOf = (name: string, type: string, parameters: INode['parameters'] = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 200],
	parameters,
});

const typeOf = (
	name: string,
	inputs: INodeType['description']['inputs'] = [],
): INodeType['description'] => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: 'Gives tools',
	defaults: { name },
	inputs,
	outputs: [NodeConnectionTypes.AiTool],
	properties: [],
});

/** A node that supplies a tool or a toolkit, as LangChain nodes do: at once, without a run of its own. */
export const supplying = (name: string, response: SuppliedTool | SuppliedToolkit): ToolNode => ({
	node: nodeOf(name, `test.${name}`),
	type: {
		description: typeOf(name),
		supplyData: async () => await Promise.resolve({ response }),
	},
});

/**
 * A node as a tool, the way n8n makes it one.
 *
 * @param type without its package, for one of n8n's own: `dateTime`
 */
export function nodeAsTool(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INode['parameters'],
): ToolNode {
	const fullType = type.includes('.') ? type : `n8n-nodes-base.${type}`;
	const base = nodeTypes.getByNameAndVersion(fullType, typeVersion);
	const toolDescription: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: base.description.description,
	};
	const { properties } = base.description;
	const isThere = properties.some(({ name: property }) => property === 'toolDescription');
	const description = {
		...base.description,
		name: `${base.description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: isThere ? properties : [toolDescription, ...properties],
	};
	return {
		node: { ...nodeOf(name, `${fullType}Tool`, parameters), typeVersion },
		type: Object.create(base, { description: { value: description } }) as INodeType,
	};
}

/** n8n's Human review of tools: it knows such a node by the end of its type. */
export const review = (name: string, tools: ToolNode[]): ToolNode => ({
	node: nodeOf(name, `test.${name}HitlTool`),
	type: { description: typeOf(name, [NodeConnectionTypes.AiTool]) },
	tools,
});

const all = (tools: ToolNode[]): ToolNode[] =>
	tools.flatMap((tool) => [tool, ...all(tool.tools ?? [])]);

export const toolTypes = (tools: ToolNode[]): Record<string, INodeType> =>
	Object.fromEntries(all(tools).map(({ node, type }) => [node.type, type]));

export const toolNodes = (tools: ToolNode[]): INode[] => all(tools).map(({ node }) => node);

/** Connects tools to a node, and to a review those that it reviews. */
export const toolConnections = (tools: ToolNode[], to: string): IConnections =>
	tools.reduce<IConnections>(
		(connections, { node, tools: reviewed = [] }) => ({
			...connections,
			[node.name]: { ai_tool: [[{ node: to, type: NodeConnectionTypes.AiTool, index: 0 }]] },
			...toolConnections(reviewed, node.name),
		}),
		{},
	);
