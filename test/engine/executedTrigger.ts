import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	Workflow,
} from 'n8n-workflow';

import { additionalData } from '../../scripts/engine/additionalData';
import { nodeTypes } from '../../scripts/engine/nodeTypes';

const name = 'Mistral Trigger';

/**
 * Runs an execution that the trigger has asked for, in n8n's engine.
 *
 * @param kept the node's static data before
 * @returns what the trigger node gives, and its static data after
 */
export async function executeTrigger(
	items: INodeExecutionData[],
	kept: IDataObject,
): Promise<{ output: IDataObject[]; staticData: unknown }> {
	const node: INode = {
		id: 'trigger',
		name,
		type: 'n8n-nodes-mistral-agents.mistralTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: { text: 'Tell me about the sea' },
		credentials: { mistralAgentsApi: { id: '1', name: 'Mistral' } },
	};
	const file = { id: 'workflow', name: 'test', nodes: [node], connections: {}, active: true };
	const staticData = { [`node:${name}`]: kept };
	const workflow = new Workflow({ ...file, nodeTypes, staticData });
	const hooks = new ExecutionLifecycleHooks('trigger', '1', {
		...file,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	const run = await new WorkflowExecute(
		additionalData({}, hooks),
		'trigger',
		createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main: [items] }, source: null }] },
		}),
	).processRunExecutionData(workflow);
	const output = run.data.resultData.runData[name]?.[0]?.data?.main?.[0] ?? [];
	return {
		output: output.map(({ json }) => json),
		staticData: JSON.parse(JSON.stringify(workflow.staticData[`node:${name}`])) as unknown,
	};
}
