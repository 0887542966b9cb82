import type { IBinaryKeyData, IDataObject, INode, INodeParameters, IRun } from 'n8n-workflow';

import { runWorkflow, type RunOptions } from '../../scripts/engine/engine';
import type { Simulator } from '../../simulator/server';
import { toolConnections, type ToolNode, toolNodes, toolTypes } from './toolNodes';

/** What a run of one node came to. */
export interface NodeRun {
	run: IRun;
	/** Items of each output. */
	outputs: IDataObject[][];
	/** The files of each item of the first output. */
	files: Array<IBinaryKeyData | undefined>;
	/** The input item of each item of the first output. */
	pairs: unknown[];
	error?: { message: string; description?: string | null; httpCode?: string };
}

interface Settings extends Pick<RunOptions, 'signal' | 'onChunk'>, Partial<INode> {
	/** What the trigger gives; one empty item by default. */
	items?: IDataObject[];
	/** Files of the items, in their order. */
	binaries?: IBinaryKeyData[];
	/** Tools on the node's `ai_tool` input. */
	tools?: ToolNode[];
	/** Types of nodes that only this workflow has. */
	nodeTypes?: RunOptions['nodeTypes'];
}

const nodeName = 'Mistral';

export const credentialFor = ({ apiKey, url }: Simulator) => ({ apiKey, baseUrl: url });

/** Runs Manual Trigger → Mistral Conversations in n8n's engine. */
export const runConversations = (
	credential: RunOptions['credential'],
	parameters: INodeParameters,
	settings: Settings = {},
): Promise<NodeRun> =>
	runNode(
		'mistralConversations',
		credential,
		{ resource: 'conversation', ...parameters },
		settings,
	);

/** Runs Manual Trigger → Mistral Libraries in n8n's engine. */
export const runLibraries = (
	credential: RunOptions['credential'],
	parameters: INodeParameters,
	settings: Settings = {},
): Promise<NodeRun> => runNode('mistralLibraries', credential, parameters, settings);

/**
 * Runs Manual Trigger → one node in n8n's engine.
 *
 * @param type of one of our nodes, or with the name of its package of any node
 */
export async function runNode(
	type: string,
	credential: RunOptions['credential'],
	parameters: INodeParameters,
	{
		binaries = [],
		items = binaries.length > 0 ? binaries.map(() => ({})) : [{}],
		tools = [],
		...rest
	}: Settings = {},
): Promise<NodeRun> {
	const { signal, onChunk, nodeTypes, ...settings } = rest;
	const run = await runWorkflow(
		{
			name: 'test',
			nodes: [
				{
					id: '1',
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					id: '2',
					name: nodeName,
					type: type.includes('.') ? type : `n8n-nodes-mistral-agents.${type}`,
					typeVersion: 1,
					position: [200, 0],
					parameters,
					...settings,
				},
				...toolNodes(tools),
			],
			connections: {
				Start: { main: [[{ node: nodeName, type: 'main', index: 0 }]] },
				...toolConnections(tools, nodeName),
			},
			pinData: { Start: items.map((json, index) => ({ json, binary: binaries[index] })) },
		},
		{ credential, signal, onChunk, nodeTypes: { ...toolTypes(tools), ...nodeTypes } },
	);
	const outputs = run.data.resultData.runData[nodeName]?.[0]?.data?.main ?? [];
	const error = run.data.resultData.error as NodeRun['error'];
	return {
		run,
		outputs: outputs.map((output) => (output ?? []).map(({ json }) => json)),
		files: (outputs[0] ?? []).map(({ binary }) => binary),
		pairs: (outputs[0] ?? []).map(({ pairedItem }) => (pairedItem as { item: number }).item),
		...(error && { error }),
	};
}
