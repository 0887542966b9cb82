import { TriggerContext } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type ITriggerFunctions,
	Workflow,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { additionalData } from '../../scripts/engine/additionalData';
import { nodeTypes } from '../../scripts/engine/nodeTypes';
import { executeTrigger } from '../engine/executedTrigger';
import { real } from './quickClock';

/** What becomes of an execution that the trigger asks for; times are ms in earnest. */
export interface Fate {
	/** So often n8n cannot create it first. */
	refused: number;
	/** How long it waits in a queue, and how long it takes then. */
	waits: number;
	takes: number;
	how: 'succeeds' | 'cancelled';
}

export interface Execution {
	items: IDataObject[];
	/** `outlived`: it has ended, but after the process that asked for it was killed. */
	state: 'running' | 'ended' | 'killed' | 'outlived';
}

const node = 'Mistral Trigger';
const key = `node:${node}`;
const pause = async (ms: number) => {
	await new Promise((resolve) => setTimeout(resolve, real(ms)));
};
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

type Done = NonNullable<Parameters<ITriggerFunctions['emit']>[2]>;

/** n8n with one active workflow, as far as its trigger sees of it: what stays when the process is killed. */
export class N8n {
	readonly executions: Execution[] = [];

	/** What the trigger had saved as failed executions. */
	readonly failures: string[] = [];

	/** The workflow's static data in the database. */
	private stored: IDataObject = {};

	private readonly keys = new Set<string>();

	private emits = 0;

	private process?: { isAlive: boolean; close: () => Promise<void> };

	constructor(
		private readonly credential: ICredentialDataDecryptedObject,
		private readonly parameters: INodeParameters,
		private readonly fates: Fate[],
	) {}

	/** Starts a process, which activates the workflow. */
	async start(mode: WorkflowActivateMode): Promise<void> {
		const workflow = new Workflow({
			id: 'workflow',
			name: 'test',
			nodes: [
				{
					id: 'trigger',
					name: node,
					type: 'n8n-nodes-mistral-agents.mistralTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: this.parameters,
					credentials: { mistralAgentsApi: { id: '1', name: 'Mistral' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes,
			staticData: copy(this.stored),
		});
		const process = { isAlive: true, close: async () => {} };
		const save = () => {
			if (workflow.staticData.__dataChanged !== true) return;
			this.stored = copy(workflow.staticData);
			workflow.staticData.__dataChanged = false;
		};
		const emit = (data: INodeExecutionData[][], _?: unknown, done?: Done, dedupKey?: string) => {
			if (!process.isAlive) return;
			save();
			void this.execute(copy(data[0] ?? []), dedupKey).then(
				(run) => process.isAlive && done?.resolve(run as IRun),
				(error: Error) => process.isAlive && done?.reject(error),
			);
		};
		const context = new TriggerContext(
			workflow,
			workflow.nodes[node] as INode,
			additionalData(this.credential),
			'trigger',
			mode,
			emit as ITriggerFunctions['emit'],
			(error) => {
				throw error;
			},
			(error) => void (process.isAlive && this.failures.push(error.message)),
		);
		const { trigger } = nodeTypes.getByNameAndVersion('n8n-nodes-mistral-agents.mistralTrigger', 1);
		const response = await trigger?.call(context);
		process.close = async () => await response?.closeFunction?.();
		this.process = process;
		save();
	}

	/** @param outlive whether workers go on with the executions under way */
	async kill(outlive: boolean): Promise<void> {
		const { process } = this;
		if (!process) return;
		process.isAlive = false;
		for (const execution of this.executions) {
			if (execution.state === 'running') execution.state = outlive ? 'outlived' : 'killed';
		}
		await process.close();
	}

	/** Resolves to what n8n tells the trigger at the end of the execution. */
	private async execute(
		items: INodeExecutionData[],
		dedupKey: string | undefined,
	): Promise<unknown> {
		const fate = this.fates[this.emits];
		if (fate && fate.refused > 0) {
			fate.refused -= 1;
			await pause(100);
			throw new Error('Connection terminated due to connection timeout');
		}
		if (dedupKey !== undefined) {
			if (this.keys.has(dedupKey)) return undefined;
			this.keys.add(dedupKey);
		}
		this.emits += 1;
		const execution: Execution = { items: items.map(({ json }) => json), state: 'running' };
		this.executions.push(execution);
		const isKilled = () => execution.state === 'killed';
		await pause(fate?.waits ?? 0);
		if (isKilled()) return undefined;
		const { staticData } = await executeTrigger(items, copy(this.stored[key] ?? {}) as IDataObject);
		await pause(fate?.takes ?? 0);
		if (isKilled()) return undefined;
		this.stored = { ...this.stored, [key]: staticData as IDataObject };
		if (execution.state === 'running') execution.state = 'ended';
		if (fate?.how === 'cancelled') throw new Error('The execution was cancelled');
		return {};
	}
}
