import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type ITriggerFunctions,
	type ITriggerResponse,
} from 'n8n-workflow';

import { ask, type EventTaker } from '../shared/conversation/ask';
import { nodeError } from '../shared/operation/failures';
import { type Api, bindApi } from '../shared/transport/api';
import { checkTarget } from './check';
import { Given } from './given';
import { itemsFor } from './items';
import { activated, latest, type Progress, restarted, type State } from './machine';
import { type Plan, readPlan } from './plan';
import type { StaticData } from './progress';
import { registerSchedule } from './schedule';
import { Watch } from './watch';

/** n8n was started anew, or another of its processes has become the one that runs triggers. */
const restarts = ['init', 'leadershipChange'];

/**
 * Activates the trigger. It asks for its first answer in the background; after a restart of n8n it only
 * finishes the answer that was under way.
 *
 * @throws {NodeApiError | NodeOperationError} what the user has to change before it can be activated
 */
export async function startTrigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
	const plan = readPlan(this.getNode(), (name) => this.getNodeParameter(name, null));
	const closing = new AbortController();
	const api = bindApi(this, {
		...plan.limits,
		advice: plan.advice,
		cancelled: closing.signal,
	});
	const stored = this.getWorkflowStaticData('node') as StaticData;
	const state = await firstState(this, api, plan, stored.progress);
	stored.progress = state.progress;
	const watch = new Watch(this, api, plan, state);
	const { runOn } = plan.schedule;
	if (runOn.includes('schedule')) {
		try {
			registerSchedule(this, plan.schedule, () => {
				if (!closing.signal.aborted) void watch.ask();
			});
		} catch (error) {
			throw nodeError(this.getNode(), error as Error);
		}
	}
	if (state.name === 'recovering') void watch.recover();
	else if (!isRestart(this) && runOn.includes('activation')) void watch.ask();
	return {
		closeFunction: async () => closing.abort(),
	};
}

const isRestart = (context: ITriggerFunctions) => restarts.includes(context.getActivationMode());

async function firstState(
	context: ITriggerFunctions,
	api: Api,
	plan: Plan,
	progress: Progress | undefined,
): Promise<State> {
	// Not checked after a restart: n8n gives up a trigger that fails then, and the network may be late.
	if (isRestart(context) && progress) return restarted(progress);
	const after = isRestart(context) ? undefined : await checkTarget(context.getNode(), api, plan);
	return activated(progress, { token: crypto.randomUUID(), after });
}

/**
 * Runs in each execution. In one that the trigger has started it keeps, when the execution ends, how far
 * the workflow is; in a manual one it gets an answer.
 *
 * @returns the items of the execution
 */
export async function runTrigger(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const mode = this.getMode();
	if (mode === 'manual') return [await answerItems(this)];
	const given = this.getInputData();
	const progress = given[0]?.progress as Progress | undefined;
	// An old execution that is retried says nothing about the answers since.
	if (progress && mode === 'trigger') {
		const kept = this.getWorkflowStaticData('node') as StaticData;
		kept.progress = latest(kept.progress, progress);
	}
	return [given.map(({ json }, item) => ({ json, pairedItem: { item } }))];
}

async function answerItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const plan = readPlan(context.getNode(), (name) => context.getNodeParameter(name, 0, null));
	const items = itemsFor(plan, new Given());
	const found: INodeExecutionData[] = [];
	const give = (jsons: IDataObject[]) => {
		for (const json of jsons) found.push({ json, pairedItem: { item: 0 } });
	};
	const take: EventTaker = (events, answer) =>
		give(events.flatMap((event) => items.take(event, answer)));
	const api = bindApi(context, {
		...plan.limits,
		advice: plan.advice,
		cancelled: context.getExecutionCancelSignal(),
	});
	const { idleTimeout } = plan.parameters.options ?? {};
	give(items.end(await ask(api, plan.request, { idleTimeout, take })));
	return found;
}
