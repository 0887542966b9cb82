import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { isHarmless } from '../faults';
import { answerOf, cutConnection, type Answer } from '../requestLog';
import type { EventSource, RawEvent } from './events';
import { Sending, type End } from './sending';
import { disturbed } from './sources';
import type { StreamFault } from './streamFault';
import { Wire } from './wire';

export interface StreamOptions {
	/** Milliseconds between two events. */
	wordDelay: number;
	/** Aborted when the simulator is closed: then nothing goes on. */
	closing: AbortSignal;
	/** Hears of the streams that no fault has spoiled. */
	report?: (answer: Answer) => void;
}

/** Sends streamed answers, with what the requests' faults do to them. */
export class EventStreams {
	constructor(private readonly options: StreamOptions) {}

	/** Resolves when the answer is as finished as it will be, which may be after the stream's end. */
	async send(request: FastifyRequest, reply: FastifyReply, source: EventSource): Promise<void> {
		const { fault = {} } = request;
		reply.hijack();
		const end = await this.stream(request, reply, source);
		if (end === 'error') return this.goOn(source, fault.afterCut ?? 'lost');
		if (end === 'early') return this.goOn(source, fault.afterCut);
	}

	/** Lets an answer come about without anybody who listens, with its own pauses. */
	async finish(source: EventSource, wordDelay = 0): Promise<void> {
		while (!source.isOver && !this.options.closing.aborted) {
			const pause = source.pause + wordDelay;
			if (pause > 0) await this.wait(pause);
			source.next();
		}
	}

	private async stream(
		request: FastifyRequest,
		{ raw }: FastifyReply,
		source: EventSource,
	): Promise<End> {
		const { fault = {}, logged } = request;
		const { wordDelay, report, closing } = this.options;
		const cut = () => cutConnection(request);
		if (fault.disconnect === 'before-answer') {
			cut();
			return 'early';
		}
		raw.writeHead(200, {
			'content-type': fault.contentType ?? 'text/event-stream; charset=utf-8',
			'cache-control': 'no-cache',
			...fault.headers,
		});
		raw.flushHeaders();
		const events: RawEvent[] = [];
		const onSend = (event: RawEvent) => {
			logged?.eventsSent.push(performance.timeOrigin + performance.now());
			if (report) events.push(event);
		};
		const gone = AbortSignal.any([closing, closed(raw)]);
		const wire = new Wire(raw, fault, gone);
		const disturbedSource = disturbed(source, fault);
		const end = await new Sending(disturbedSource, wire, {
			fault,
			wordDelay,
			gone,
			cut,
			onSend,
		}).run();
		if (logged) logged.status = raw.statusCode;
		if (end === 'whole' && isHarmless(fault)) {
			report?.(answerOf(request, raw.statusCode, events.map(asDescribed)));
		}
		return end;
	}

	/** What an answer does after its stream has ended. */
	private async goOn(source: EventSource, how: StreamFault['afterCut']): Promise<void> {
		if (how === 'lost') return source.abandon?.();
		if (how === undefined) return this.finish(source, this.options.wordDelay);
		if (typeof how === 'object') await this.wait(how.finishAfter);
		while (!source.isOver && !this.options.closing.aborted) source.next();
	}

	private async wait(milliseconds: number): Promise<void> {
		const { closing: signal } = this.options;
		await setTimeout(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
	}
}

/** Aborted when the connection is closed, from whichever side. */
function closed(response: ServerResponse): AbortSignal {
	const closing = new AbortController();
	response.once('close', () => closing.abort());
	if (response.destroyed) closing.abort();
	return closing.signal;
}

/** An event as the description has it (schema `ConversationEvents`). */
function asDescribed(data: RawEvent): object {
	return { event: typeof data === 'string' ? undefined : data.type, data };
}
