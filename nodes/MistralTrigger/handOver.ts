import {
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type ITriggerFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { deadline, type Deadline } from '../shared/streaming/deadline';
import type { Progress } from './progress';

/** Of JSON text, in characters, which are bytes for most of it. */
const mostWaiting = 64 * 1024 * 1024;

/**
 * Hands items over to executions of the workflow, one after the other: each takes all that came while
 * the one before it was running, as an execution costs about 50 ms and some megabytes.
 */
export class HandOver {
	private waiting: IDataObject[] = [];

	private size = 0;

	private running?: Promise<void>;

	private readonly deadline: Deadline;

	private giveUp?: () => void;

	/** The progress that the last execution was given. */
	carried?: Progress;

	/**
	 * @param progress where the answer is when all that waits has been handed over
	 * @param longest how long an execution may take before the next one starts all the same, in ms
	 */
	constructor(
		private readonly context: ITriggerFunctions,
		private readonly closed: AbortSignal,
		private readonly progress: () => Progress,
		longest = 3_600_000,
	) {
		this.deadline = deadline(longest, () => this.giveUp?.());
	}

	/** @throws {NodeOperationError} when too much is waiting; what waits is handed over all the same */
	add(items: IDataObject[]): void {
		if (items.length === 0) return;
		for (const item of items) {
			this.waiting.push(item);
			this.size += JSON.stringify(item).length;
		}
		this.running ??= this.run();
		if (this.size <= mostWaiting) return;
		throw new NodeOperationError(
			this.context.getNode(),
			'The answer comes faster than the workflow takes it: more than 64 MB of it are waiting',
			{ description: 'Emit entries or responses in the place of events, or do less per item.' },
		);
	}

	/** Resolves when the last execution has ended. */
	async end(): Promise<void> {
		await this.running;
		this.deadline.end();
	}

	private async run(): Promise<void> {
		while (this.waiting.length > 0 && !this.closed.aborted) {
			const items = this.waiting;
			this.waiting = [];
			this.size = 0;
			await this.execute(items);
		}
		this.running = undefined;
	}

	/** Resolves when the execution has ended, whichever way: n8n rejects when it was cancelled. */
	private async execute(items: IDataObject[]): Promise<void> {
		this.carried = this.progress();
		const done = this.context.helpers.createDeferredPromise<IRun>();
		const data = items.map((json): INodeExecutionData => ({ json }));
		Object.assign(data[0] ?? {}, { progress: this.carried });
		this.context.emit([data], undefined, done);
		this.deadline.start();
		// It stays open when n8n could not create the execution.
		await new Promise<void>((resolve) => {
			this.giveUp = resolve;
			done.promise.then(
				() => resolve(),
				() => resolve(),
			);
		});
		this.deadline.pause();
	}
}
