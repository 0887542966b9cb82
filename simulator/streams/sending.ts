import { setTimeout } from 'node:timers/promises';

import { stamped, type EventSource, type RawEvent, type StreamEvent } from './events';
import type { Fault } from '../faults';
import type { Wire } from './wire';

/** How a stream ended: with its last event, with an error event, or without either. */
export type End = 'whole' | 'error' | 'early';

export interface SendingOptions {
	fault: Fault;
	/** Milliseconds between two events. */
	wordDelay: number;
	/** Aborted when nobody is there to send to. */
	gone: AbortSignal;
	/** Called with each event just before it is handed to the connection. */
	onSend: (event: RawEvent) => void;
	/** Destroys the connection. */
	cut: () => void;
}

const defaultError = { message: 'Response failed during streaming.', code: 3000 };

/** Sends one stream, event by event. */
export class Sending {
	private sent = 0;
	private readonly left: Promise<void>;

	constructor(
		private readonly source: EventSource,
		private readonly wire: Wire,
		private readonly options: SendingOptions,
	) {
		const { gone } = options;
		this.left = new Promise((resolve) => {
			if (gone.aborted) resolve();
			gone.addEventListener('abort', () => resolve(), { once: true });
		});
	}

	async run(): Promise<End> {
		const { fault, gone } = this.options;
		if (fault.slowStart) await this.wait(fault.slowStart);
		for (;;) {
			if (this.sent === fault.stallAfter) await this.stall(fault.stall);
			if (this.sent === fault.errorAfter) return this.fail();
			if (this.sent === fault.endAfter) return this.end('early');
			if (this.sent === fault.cutAfter) return this.cut();
			if (this.source.isOver) return this.end('whole');
			await this.untilItIsTime();
			if (gone.aborted) return 'early';
			const event = this.source.next();
			if (fault.disconnect === 'half-answer' && this.sent === 1) {
				await this.wire.sendHalf(event);
				return this.cut();
			}
			await this.send(event, this.source.isOver || this.sent + 1 === fault.endAfter);
		}
	}

	private async send(event: RawEvent, isLast: boolean): Promise<void> {
		this.options.onSend(event);
		this.sent += 1;
		await this.wire.send(event, isLast);
	}

	private async fail(): Promise<End> {
		const { error = defaultError } = this.options.fault;
		const event: StreamEvent = { type: 'conversation.response.error', ...error };
		await this.send(stamped(event), true);
		return this.end('error');
	}

	private async end(end: End): Promise<End> {
		await this.wire.end();
		return end;
	}

	private async cut(): Promise<End> {
		await this.wire.hasLeft();
		this.options.cut();
		return 'early';
	}

	private async untilItIsTime(): Promise<void> {
		const { fault, wordDelay } = this.options;
		const pause = this.source.pause + (this.sent > 0 ? wordDelay : 0);
		if (pause > 0) await this.wait(pause);
		const passed = fault.gate?.(this.sent);
		if (!passed) return;
		await this.wire.flush();
		await Promise.race([passed, this.left]);
	}

	private async stall(milliseconds: number | undefined): Promise<void> {
		if (milliseconds !== undefined) return this.wait(milliseconds);
		await this.wire.flush();
		await this.left;
	}

	private async wait(milliseconds: number): Promise<void> {
		await this.wire.flush();
		const signal = this.options.gone;
		// Rejects only when the client is gone, which is looked at afterwards.
		await setTimeout(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
	}
}
