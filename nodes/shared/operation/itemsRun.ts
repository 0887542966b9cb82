import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { bindApi } from '../transport/api';
import { credentialReader, type ReadCredential } from '../transport/n8nRequest';
import { addHint } from './addHint';
import { optionsAdvice } from './optionsAdvice';
import { isForAllItems, workOf } from './carryOut';
import { errorItem, type NodeError, nodeError, takeOver, wholeWords } from './failures';
import { hasCaller } from './hasCaller';
import type { AllItems, Item, ItemsRun, Operation, Output, PairedOutput } from './operation';
import { readItem, type RunOptions } from './readItem';
import { Turns } from './turns';

const defaultConcurrency = 5;

/** One run of an operation over the input items. */
export class Run implements ItemsRun {
	unread = 0;

	private readonly outputs: INodeExecutionData[][];

	private readonly turns: Turns;

	private readonly cancelled: AbortSignal | undefined;

	private readonly failed = new AbortController();

	private readonly readCredential: ReadCredential;

	private failure?: NodeError;

	constructor(
		readonly context: IExecuteFunctions,
		private readonly operation: Operation,
		private readonly options: RunOptions,
	) {
		this.outputs = context.getInputData().map(() => []);
		this.cancelled = context.getExecutionCancelSignal();
		this.readCredential = credentialReader(context);
		// Chunks of several items at once would reach the caller mixed up.
		const concurrency = hasCaller(context) ? 1 : defaultConcurrency;
		this.turns = new Turns(options.maxConcurrency ?? concurrency);
	}

	/**
	 * Every item is read and checked before anything is sent for one.
	 *
	 * @throws {NodeApiError | NodeOperationError} the first failure, unless the node continues on fail
	 */
	async outputItems(): Promise<INodeExecutionData[]> {
		const { operation } = this;
		// n8n reads it while the items are read; whoever needs it gets the error, if there is one.
		void this.readCredential().catch(() => undefined);
		if (isForAllItems(operation)) {
			const items = await this.readItems((parameters) => operation.check?.(parameters));
			this.unread = this.outputs.length - items.size;
			const found = await this.executeAll(operation, [...items.keys()]);
			const paired = found.map(({ pairedItems, ...output }) => ({
				...output,
				pairedItem: pairedItems.map((item) => ({ item })),
			}));
			return this.unlessFailed([...paired, ...this.outputs.flat()]);
		}
		const items = await this.readItems((parameters) => workOf(operation, parameters));
		await this.each([...items.keys()], async (item) => {
			this.outputs[item.index] = pairedWith(item.index, (await items.get(item)?.(item)) ?? []);
		});
		return this.unlessFailed(this.outputs.flat());
	}

	async each<P>(
		items: Array<Item<P>>,
		work: (item: Item<P>) => Promise<void>,
		order = (item: Item<P>) => this.operation.order?.(item.parameters as object),
	): Promise<void> {
		// Requests under way are awaited even after a failure: they cannot be taken back.
		await Promise.all(
			lanesOf(items, order).map(async (lane) => {
				await this.turns.take(async () => {
					for (const item of lane) {
						if (this.failed.signal.aborted || this.cancelled?.aborted) return;
						await this.turns.tick();
						try {
							await work(item);
						} catch (error) {
							await this.fail(error as Error, item.index);
						}
					}
				});
			}),
		);
	}

	give<P>({ index }: Item<P>, output: Output): void {
		this.outputs[index] = pairedWith(index, [output]);
	}

	async inParallel(tasks: Array<() => Promise<void>>, send: boolean): Promise<void> {
		const ends = await Promise.allSettled(
			tasks.map(
				async (task) =>
					await this.turns.take(async () => {
						if (send) await this.turns.tick();
						await task();
					}),
			),
		);
		const failed = ends.find((end) => end.status === 'rejected');
		if (failed) throw failed.reason;
	}

	hint(message: string): void {
		addHint(this.context, 'warning', message);
	}

	/** What fails the run as a whole is told by the item that it names, else by the first one. */
	private async executeAll(operation: AllItems, items: Item[]): Promise<PairedOutput[]> {
		if (this.failure) return [];
		try {
			return await operation.executeAll(items, this);
		} catch (error) {
			const { context } = error as { context?: { itemIndex?: number } };
			await this.fail(error as Error, context?.itemIndex ?? 0);
			return [];
		}
	}

	private async readItems<T>(check: (parameters: IDataObject) => T): Promise<Map<Item, T>> {
		const read = new Map<Item, T>();
		for (const index of this.outputs.keys()) {
			try {
				const parameters = readItem(this.context, this.operation.properties, index);
				read.set(this.itemAt(index, parameters), check(parameters));
			} catch (error) {
				await this.fail(error as Error, index);
			}
		}
		return read;
	}

	private itemAt(index: number, parameters: IDataObject): Item {
		const { context, cancelled, failed, readCredential } = this;
		const { maxRetries, timeout } = this.options;
		const api = bindApi(context, {
			itemIndex: index,
			maxRetries,
			timeout,
			cancelled,
			stopped: failed.signal,
			advice: { ...optionsAdvice, ...this.operation.advice },
			readCredential,
		});
		const wait = async (ms: number) => {
			await this.turns.leave(async () => {
				await api.pause(ms);
			});
		};
		return { index, parameters, context, api, wait };
	}

	private async fail(cause: Error, index: number): Promise<void> {
		const error = nodeError(this.context.getNode(), cause, index);
		this.outputs[index] = [errorItem(this.context, error, index)];
		if (!this.context.continueOnFail()) {
			if (this.failure) takeOver(this.failure, error);
			this.failure ??= error;
			this.failed.abort();
		}
		// n8n tells the caller of a streaming execution only of errors that are thrown.
		else if (hasCaller(this.context)) {
			await this.context.sendChunk('error', index, wholeWords(error));
		}
	}

	private unlessFailed(items: INodeExecutionData[]): INodeExecutionData[] {
		if (this.failure) throw this.failure;
		return items;
	}
}

/** Items that must run one after the other; each other item has a lane of its own. */
function lanesOf<P>(
	items: Array<Item<P>>,
	order: (item: Item<P>) => string | undefined,
): Array<Array<Item<P>>> {
	const lanes = new Map<unknown, Array<Item<P>>>();
	for (const item of items) {
		const key = order(item) ?? item;
		const lane = lanes.get(key) ?? [];
		lane.push(item);
		lanes.set(key, lane);
	}
	return [...lanes.values()];
}

const pairedWith = (item: number, outputs: Output[]): INodeExecutionData[] =>
	outputs.map((output) => ({ ...output, pairedItem: { item } }));
