import {
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type ITriggerFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { deadline, type Deadline } from '../shared/streaming/deadline';
import { pause } from '../shared/transport/pause';
import { hasBegun } from './executionFate';
import type { Progress } from './machine';

/** Of JSON text, in characters, which are bytes for most of it. */
const mostWaiting = 64 * 1024 * 1024;

/** Longest time between two attempts to hand over the same items, in ms. */
const longestPause = 60_000;

/** What an execution takes along. */
export interface Carried {
	progress: Progress;
	/** n8n makes no two executions of one key. */
	key?: string;
}

/**
 * Hands items over to executions of the workflow, one after the other: each takes all that came while
 * the one before it was running, as an execution costs about 50 ms and some megabytes. What n8n could
 * make no execution of stays first in line.
 */
export class HandOver {
	private waiting: IDataObject[] = [];

	private size = 0;

	private running?: Promise<void>;

	private readonly deadline: Deadline;

	private giveUp?: () => void;

	/**
	 * @param carry gives what the next execution takes along, which takes all that waits
	 * @param longest how long an execution may take before the next one starts all the same, in ms
	 */
	constructor(
		private readonly context: ITriggerFunctions,
		private readonly closed: AbortSignal,
		private readonly carry: () => Carried,
		longest: number,
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
		let refusals = 0;
		while (this.waiting.length > 0 && !this.closed.aborted) {
			const { waiting: items, size } = this;
			this.waiting = [];
			this.size = 0;
			const refusal = await this.execute(items, refusals);
			refusals = refusal ? refusals + 1 : 0;
			if (!refusal) continue;
			this.waiting = items.concat(this.waiting);
			this.size += size;
			await this.pauseAfter(refusal, refusals);
		}
		this.running = undefined;
	}

	/** @returns why n8n could not make the execution, undefined when there was one and it has ended */
	private async execute(items: IDataObject[], attempt: number): Promise<Error | undefined> {
		const { progress, key } = this.carry();
		const done = this.context.helpers.createDeferredPromise<IRun>();
		const data = items.map((json): INodeExecutionData => ({ json }));
		Object.assign(data[0] ?? {}, { progress });
		// A refused attempt may have left an execution behind that never begins: the next has its own key.
		this.context.emit([data], undefined, done, key && `${key}/${attempt}`);
		this.deadline.start();
		const refusal = await new Promise<Error | undefined>((resolve) => {
			this.giveUp = () => resolve(undefined);
			done.promise.then(
				() => resolve(undefined),
				(error: Error) => resolve(hasBegun(error) ? undefined : error),
			);
		});
		this.deadline.pause();
		return refusal;
	}

	private async pauseAfter({ message }: Error, refusals: number): Promise<void> {
		const ms = Math.min(1000 * 2 ** (refusals - 1), longestPause);
		const { name } = this.context.getNode();
		this.context.logger.warn(
			`n8n could not create an execution for "${name}": ${message}. Its items are kept and handed over again in ${ms / 1000} s`,
		);
		await pause(this.closed, ms);
	}
}
