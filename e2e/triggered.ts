import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { Execution } from '../scripts/n8n/api/execution';
import { poll } from '../scripts/n8n/process/poll';
import type { N8n } from '../scripts/n8n/startN8n';
import type { Simulator } from '../simulator/server';
import { importChain, node } from './workflows';

/** Where the workflow is; its n8n may be another one after a while. */
interface Place {
	n8n: N8n;
}

export const triggerType = 'n8n-nodes-mistral-agents.mistralTrigger';
export const libraryTriggerType = 'n8n-nodes-mistral-agents.mistralLibraryTrigger';

/** Parameters of Mistral Trigger whose answer has three entries. */
export const threeEntries = {
	text: 'Run some code about Lyon, then search the web',
	tools: { values: [{ type: 'code_interpreter' }] },
};
const triggerName = 'Mistral Trigger';
const nodeName = 'After';

/** An ended execution of a workflow that the trigger started, and the items it was given. */
export interface Run extends Execution {
	items: IDataObject[];
}

/** A workflow Mistral Trigger → one node, in a full n8n. */
export class Triggered {
	private constructor(
		private readonly world: Place,
		readonly id: string,
	) {}

	/**
	 * @param after type and parameters of the node after the trigger; one that does nothing by default
	 * @param trigger type of the trigger
	 */
	static async create(
		world: Place,
		parameters: INodeParameters,
		after: Pick<INode, 'type' | 'parameters'> = { type: 'n8n-nodes-base.noOp', parameters: {} },
		trigger = triggerType,
	): Promise<Triggered> {
		const asked = { mode: 'start', text: 'Tell me about the sea', ...parameters };
		const id = await importChain(
			world,
			'triggered',
			node(triggerName, trigger, asked),
			node(nodeName, after.type, after.parameters),
		);
		return new Triggered(world, id);
	}

	async activate(): Promise<void> {
		await this.world.n8n.api.activate(this.id);
	}

	async deactivate(): Promise<void> {
		await this.world.n8n.api.deactivate(this.id);
	}

	/** What the executions were given so far, in order. */
	async items(): Promise<IDataObject[]> {
		return itemsIn(await this.runs());
	}

	/** The executions so far, oldest first; those that are under way as well. */
	async runs(): Promise<Run[]> {
		const { api } = this.world.n8n;
		const summaries = await api.executions(this.id);
		const ids = summaries.map(({ id }) => Number(id)).sort((a, b) => a - b);
		const executions = await Promise.all(ids.map((id) => api.execution(String(id))));
		return executions.map((execution) => ({ ...execution, items: itemsOf(execution) }));
	}

	/** Waits until the runs are as wanted. */
	async until(
		isAsWanted: (runs: Run[]) => boolean,
		{ timeout = 60_000, interval }: { timeout?: number; interval?: number } = {},
	): Promise<Run[]> {
		const ask = async () => {
			const runs = await this.runs();
			return isAsWanted(runs) ? runs : undefined;
		};
		return await poll(ask, {
			failure: `Workflow ${this.id} had not run as wanted`,
			timeout,
			interval,
		});
	}
}

function itemsOf({ data }: Execution): IDataObject[] {
	const output = data.resultData.runData[triggerName]?.[0]?.data?.main?.[0] ?? [];
	return output.map(({ json }) => json);
}

/** Ids of all that models have put into the histories, in order. */
export const outputsIn = ({ state }: Simulator): Array<string | undefined> =>
	[...state.conversations.values()].flatMap(({ entries }) =>
		entries.filter(({ type }) => type !== 'message.input').map(({ id }) => id),
	);

export const itemsIn = (runs: Run[]): IDataObject[] => runs.flatMap(({ items }) => items);
