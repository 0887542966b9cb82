import type { IDataObject, INode, INodeParameters, IRun } from 'n8n-workflow';

import { runWorkflow, type RunOptions } from '../../scripts/engine/engine';
import type { Simulator } from '../../simulator/server';

/** What a run of one of our nodes came to. */
export interface NodeRun {
	run: IRun;
	/** Items of each output. */
	outputs: IDataObject[][];
	/** The input item of each item of the first output. */
	pairs: unknown[];
	error?: { message: string; description?: string | null; httpCode?: string };
}

const nodeName = 'Mistral';

export const credentialFor = ({ apiKey, url }: Simulator) => ({ apiKey, baseUrl: url });

type Settings = { items?: IDataObject[] } & Pick<RunOptions, 'signal' | 'onChunk'> & Partial<INode>;

/** Runs Manual Trigger → Mistral Conversations in n8n's engine, the trigger giving `items`. */
export const runConversations = (
	credential: RunOptions['credential'],
	parameters: INodeParameters,
	settings?: Settings,
) =>
	runNode(
		'mistralConversations',
		credential,
		{ resource: 'conversation', ...parameters },
		settings,
	);

/** The same with any of our nodes. */
export async function runNode(
	name: string,
	credential: RunOptions['credential'],
	parameters: INodeParameters,
	{ items = [{}], signal, onChunk, ...settings }: Settings = {},
): Promise<NodeRun> {
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
					type: `n8n-nodes-mistral-agents.${name}`,
					typeVersion: 1,
					position: [200, 0],
					parameters,
					...settings,
				},
			],
			connections: { Start: { main: [[{ node: nodeName, type: 'main', index: 0 }]] } },
			pinData: { Start: items.map((json) => ({ json })) },
		},
		{ credential, signal, onChunk },
	);
	const outputs = run.data.resultData.runData[nodeName]?.[0]?.data?.main ?? [];
	const error = run.data.resultData.error as NodeRun['error'];
	return {
		run,
		outputs: outputs.map((output) => (output ?? []).map(({ json }) => json)),
		pairs: (outputs[0] ?? []).map(({ pairedItem }) => (pairedItem as { item: number }).item),
		...(error && { error }),
	};
}
