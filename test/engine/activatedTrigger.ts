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

type Done = NonNullable<Parameters<ITriggerFunctions['emit']>[2]>;

export interface ActivatedTrigger {
	/** Items of each execution that the trigger asked for, in order. */
	executions: IDataObject[][];
	/** What it had saved as failed executions. */
	failures: Error[];
	/** Their deduplication keys. */
	keys: Array<string | undefined>;
	/** What n8n's log was told, beside its own lines. */
	log: string[];
	/** What is kept for a restart: by the activation, then by the executions that have ended. */
	staticData: IDataObject;
	/** A time of the schedule has come. */
	tick(): void;
	deactivate(): Promise<void>;
}

export interface Activation {
	mode?: WorkflowActivateMode;
	/** What was kept before a restart. */
	staticData?: IDataObject;
	/** What an older n8n does not have. */
	without?: Array<keyof ITriggerFunctions>;
	/** Ends an execution; at once by default. */
	onEmit?: (done: Done, count: number) => void;
}

const node = 'Mistral Trigger';

/** Activates a Mistral Trigger in n8n's engine; executions of the workflow are only written down. */
export async function activateTrigger(
	credential: ICredentialDataDecryptedObject,
	parameters: INodeParameters,
	{ mode = 'activate', staticData = {}, without = [], onEmit = endAtOnce }: Activation = {},
): Promise<ActivatedTrigger> {
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
				parameters: { mode: 'start', text: 'Tell me about the sea', ...parameters },
				credentials: { mistralAgentsApi: { id: '1', name: 'Mistral' } },
			},
		],
		connections: {},
		active: true,
		nodeTypes,
		staticData: { [`node:${node}`]: staticData },
	});
	const executions: IDataObject[][] = [];
	const failures: Error[] = [];
	const keys: Array<string | undefined> = [];
	const log: string[] = [];
	const kept = { ...staticData };
	const emit = (data: INodeExecutionData[][], _?: unknown, done?: Done, key?: string) => {
		const [items = []] = data;
		executions.push(items.map(({ json }) => json));
		keys.push(key);
		if (!done) return;
		done.promise.then(
			() => Object.assign(kept, { progress: items[0]?.progress }),
			() => undefined,
		);
		onEmit(done, executions.length);
	};
	const context = new TriggerContext(
		workflow,
		workflow.nodes[node] as INode,
		additionalData(credential),
		'trigger',
		mode,
		emit as ITriggerFunctions['emit'],
		() => {
			throw new Error('emitError starts the trigger anew');
		},
		(error) => void failures.push(error),
	);
	const note = (message: string) => void log.push(message);
	Object.defineProperty(context, 'logger', { value: { info: note, warn: note, error: note } });
	for (const name of without) Object.defineProperty(context, name, { value: undefined });
	const ticks: Array<() => void> = [];
	context.helpers.registerCron = (_, onTick) => void ticks.push(() => onTick(new Date()));
	const { trigger } = nodeTypes.getByNameAndVersion('n8n-nodes-mistral-agents.mistralTrigger', 1);
	const response = await trigger?.call(context);
	// As n8n does after an activation.
	Object.assign(kept, context.getWorkflowStaticData('node'));
	return {
		executions,
		failures,
		keys,
		log,
		staticData: kept,
		tick: () => {
			for (const tick of ticks) tick();
		},
		deactivate: async () => await response?.closeFunction?.(),
	};
}

function endAtOnce(done: Done) {
	done.resolve({} as IRun);
}
