import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	NodeOperationError,
} from 'n8n-workflow';

import { cancelSignal, pause } from '../transport/cancel';
import { apiPath } from '../transport/path';
import { requestPages } from '../transport/paging';
import { apiRequest } from '../transport/request';
import { hasCaller } from './caller';
import { errorItem, type NodeError, nodeError } from './failures';
import type { ApiRequest } from '../transport/apiRequest';
import type { RequestOptions } from '../transport/attempts';
import type { Item, Operation, Resources } from './operation';
import { readParameters } from './parameters';
import { Turns } from './turns';

/** Fields of `options` that every operation has; they are read from the first item. */
interface RunOptions extends Omit<RequestOptions, 'itemIndex'> {
	maxConcurrency?: number;
}

/** An item that has been read and checked, so that it can be sent. */
interface Plan {
	parameters: IDataObject;
	request: ApiRequest;
}

const defaultConcurrency = 5;

/**
 * Runs the chosen operation over all items. Every item is read and checked before the first one is
 * sent. `maxConcurrency` of them run at a time, those with the same `inOrderOf` value one after the
 * other. Outputs come in input order, paired with their items. The first failure stops the run, unless
 * the node continues on fail: then it is the item's output.
 *
 * @throws {NodeApiError | NodeOperationError} with the item's index
 */
export async function runOperation(
	this: IExecuteFunctions,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(this, resources);
	const options = readRunOptions(this, operation);
	const plans = this.getInputData().map((_, itemIndex) => planItem(this, operation, itemIndex));
	const outputs: INodeExecutionData[][] = plans.map(() => []);
	const failed = new AbortController();
	const cancelled = cancelSignal(this);
	const signal = AbortSignal.any(cancelled ? [failed.signal, cancelled] : [failed.signal]);
	// Chunks of several items at once would reach the caller mixed up.
	const turns = new Turns(options.maxConcurrency ?? (hasCaller(this) ? 1 : defaultConcurrency));
	let failure: NodeError | undefined;

	const fail = async (error: NodeError, itemIndex: number) => {
		outputs[itemIndex] = [errorItem(this, error, itemIndex)];
		if (!this.continueOnFail()) {
			failure ??= error;
			failed.abort();
		}
		// n8n tells the caller of a streaming execution only of errors that are thrown.
		else if (hasCaller(this)) {
			await this.sendChunk('error', itemIndex, error.description ?? error.message);
		}
	};
	for (const [itemIndex, plan] of plans.entries()) {
		if (plan instanceof Error) await fail(plan, itemIndex);
	}

	const itemAt = (itemIndex: number, { parameters }: Plan): Item => ({
		context: this,
		parameters,
		options: { itemIndex, maxRetries: options.maxRetries, timeout: options.timeout },
		wait: async (ms) => {
			await turns.leave(async () => await pause(signal, ms));
			if (signal.aborted) throw new NodeOperationError(this.getNode(), 'canceled', { itemIndex });
		},
	});
	const runLane = async (lane: Array<[number, Plan]>) => {
		for (const [itemIndex, plan] of lane) {
			if (signal.aborted) return;
			await turns.tick();
			try {
				const item = itemAt(itemIndex, plan);
				outputs[itemIndex] = await carryOut(operation, item, plan.request);
			} catch (error) {
				await fail(nodeError(this.getNode(), error as Error, itemIndex), itemIndex);
			}
		}
	};
	// Requests under way are awaited even after a failure: they cannot be taken back.
	const lanes = lanesOf(plans, operation.inOrderOf);
	await Promise.all(lanes.map(async (lane) => await turns.take(async () => await runLane(lane))));
	if (failure) throw failure;
	return [outputs.flat()];
}

function chosenOperation(context: IExecuteFunctions, resources: Resources): Operation {
	const [resource, operation] = ['resource', 'operation'].map((name) =>
		context.getNodeParameter(name, 0),
	);
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found) return found;
	throw new NodeOperationError(
		context.getNode(),
		`This version of the node has no operation "${String(resource)}: ${String(operation)}"`,
		{ description: 'Choose an operation from the list, or update the package.' },
	);
}

/** They decide about the run as a whole, so a wrong one fails it as a whole. */
function readRunOptions(context: IExecuteFunctions, { properties }: Operation): RunOptions {
	const own = properties.filter(({ name }) => name === 'options');
	try {
		return (readItem(context, own, 0).options ?? {}) as RunOptions;
	} catch (error) {
		throw nodeError(context.getNode(), error as Error, 0);
	}
}

const readItem = (context: IExecuteFunctions, properties: INodeProperties[], itemIndex: number) =>
	readParameters(
		properties,
		(name) => context.getNodeParameter(name, itemIndex, null),
		context.getTimezone(),
	);

function planItem(
	context: IExecuteFunctions,
	operation: Operation,
	itemIndex: number,
): Plan | NodeError {
	try {
		const parameters = readItem(context, operation.properties, itemIndex);
		const request = operation.request(parameters);
		// Refuses ids that are none, before anything is sent.
		apiPath(request.path);
		return { parameters, request };
	} catch (error) {
		return nodeError(context.getNode(), error as Error, itemIndex);
	}
}

/** Items that must run one after the other, in input order; each other item has a lane of its own. */
function lanesOf(plans: Array<Plan | NodeError>, inOrderOf?: string) {
	const lanes = new Map<unknown, Array<[number, Plan]>>();
	for (const [itemIndex, plan] of plans.entries()) {
		if (plan instanceof Error) continue;
		const key = (inOrderOf && plan.parameters[inOrderOf]) ?? itemIndex;
		const lane = lanes.get(key) ?? [];
		lane.push([itemIndex, plan]);
		lanes.set(key, lane);
	}
	return [...lanes.values()];
}

/** Output items, paired with the input item. */
async function carryOut(
	operation: Operation,
	item: Item,
	request: ApiRequest,
): Promise<INodeExecutionData[]> {
	const { context, parameters, options } = item;
	const send = async (sent: ApiRequest) => await apiRequest(context, sent, options);
	const pairedItem = { item: options.itemIndex };
	if (operation.paging) {
		const { returnAll, limit } = parameters as { returnAll?: boolean; limit?: number };
		const most = returnAll ? Infinity : limit;
		const entities = await requestPages(send, request, operation.paging, most);
		return entities.map((json) => ({ json, pairedItem }));
	}
	const given = await (operation.execute?.(item, request) ?? send(request));
	const answer = (given ?? {}) as IDataObject;
	const binary = await operation.files?.(item, answer);
	const results = [operation.output?.(answer, parameters) ?? answer].flat();
	return results.map((json) => ({ json, ...(binary && { binary }), pairedItem }));
}
