import 'reflect-metadata';

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { configureGlobalAxiosDefaults } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	jsonParse,
	type ITaskData,
	type StructuredChunk,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { WorkflowFile } from '../examples';
import { additionalData } from './additionalData';
import { credentialTypes, type MoreNodeTypes, nodeTypesWith } from './nodeTypes';

export interface RunOptions {
	/** The credential that every node gets. */
	credential: ICredentialDataDecryptedObject;
	mode?: WorkflowExecuteMode;
	/** Cancels the execution, as n8n's stop button does. */
	signal?: AbortSignal;
	onNodeStart?: (node: string) => void;
	onNodeEnd?: (node: string, data: ITaskData) => void;
	/** Given, the execution streams as behind a webhook with a streaming response; each chunk is awaited. */
	onChunk?: (chunk: StructuredChunk) => Promise<void> | void;
	/** Types of nodes that only this workflow has. */
	nodeTypes?: MoreNodeTypes;
}

// n8n reads these when its services are first asked for.
const userFolder = mkdtempSync(path.join(tmpdir(), 'mistral-agents-'));
process.on('exit', () => rmSync(userFolder, { recursive: true, force: true }));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY ??= 'engine';
process.env.N8N_LOG_LEVEL ??= 'silent';
configureGlobalAxiosDefaults();

/**
 * Runs a workflow in n8n's engine, from its trigger.
 *
 * @returns what n8n would store as the execution; a failure is in its `data.resultData.error`
 */
export async function runWorkflow(file: WorkflowFile, options: RunOptions): Promise<IRun> {
	const workflow = workflowOf(file, options);
	const startNode = workflow.getStartNode();
	if (!startNode) throw new Error(`The workflow "${file.name}" has no trigger to start from`);
	return await execute(file, options, (execution) =>
		execution.run({ workflow, startNode, pinData: file.pinData }),
	);
}

/**
 * Goes on with an execution that waits, as n8n does with what it has stored.
 *
 * @param given to the node that waits, as by a form; without it the time of that node is over
 */
export async function resumeWorkflow(
	file: WorkflowFile,
	options: RunOptions,
	{ data: stored }: IRun,
	given?: INodeExecutionData[],
): Promise<IRun> {
	const data = createRunExecutionData(jsonParse<IRunExecutionData>(JSON.stringify(stored)));
	const [waiting] = data.executionData?.nodeExecutionStack ?? [];
	if (!data.waitTill || !waiting) throw new Error('The execution does not wait');
	if (given) waiting.data.main = [given];
	return await execute(
		file,
		options,
		(execution) => execution.processRunExecutionData(workflowOf(file, options)),
		data,
	);
}

function workflowOf(file: WorkflowFile, options: RunOptions): Workflow {
	const nodeTypes = nodeTypesWith(options.nodeTypes ?? {});
	return new Workflow({
		id: 'workflow',
		name: file.name,
		nodes: file.nodes.map((node) => withCredential(node, nodeTypes)),
		connections: file.connections,
		active: false,
		settings: file.settings,
		nodeTypes,
	});
}

async function execute(
	file: WorkflowFile,
	options: RunOptions,
	begin: (execution: WorkflowExecute) => ReturnType<WorkflowExecute['processRunExecutionData']>,
	stored?: IRunExecutionData,
): Promise<IRun> {
	await Container.get(BinaryDataService).init();
	const { mode = 'manual', signal } = options;
	const data = {
		...additionalData(options.credential, hooksFor(file, options)),
		streamingEnabled: options.onChunk !== undefined,
	};
	const execution = begin(new WorkflowExecute(data, mode, stored));
	const cancel = () => execution.cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	try {
		return await execution;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

/** Exported workflows name no credential: whoever imports them chooses one. */
function withCredential(node: INode, nodeTypes: INodeTypes): INode {
	const { credentials = [] } = nodeTypes.getByNameAndVersion(
		node.type,
		node.typeVersion,
	).description;
	const chosen = credentials
		.filter(({ name }) => credentialTypes.has(name))
		.map(({ name }) => [name, { id: '1', name: 'Mistral' }] as const);
	return { ...node, credentials: Object.fromEntries(chosen) };
}

function hooksFor(
	file: WorkflowFile,
	{ mode = 'manual', onNodeStart, onNodeEnd, onChunk }: RunOptions,
) {
	const hooks = new ExecutionLifecycleHooks(mode, '1', {
		...file,
		id: 'workflow',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	hooks.addHandler('nodeExecuteBefore', (node) => onNodeStart?.(node));
	hooks.addHandler('nodeExecuteAfter', (node, data) => onNodeEnd?.(node, data));
	if (onChunk) hooks.addHandler('sendChunk', onChunk);
	return hooks;
}
