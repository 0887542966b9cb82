import { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';

import { answersItself, type Faults } from './faults';
import { cutConnection, pathOf, resetConnection } from './requestLog';
import type { EventStreams } from './streams/eventStreams';
import { scripted } from './streams/sources';

/** Lets faults befall the requests of this API. Register it before the hooks that use `request.fault`. */
export function befallRequests(app: FastifyInstance, faults: Faults, streams: EventStreams): void {
	app.addHook('preHandler', async (request, reply) => {
		const streamed = (request.body as { stream?: unknown } | undefined)?.stream === true;
		const kind = streamed ? 'stream' : 'other';
		// That of an upload was taken before its body was read.
		const isUpload = request.headers['content-type']?.startsWith('multipart/');
		if (!isUpload) request.fault = faults.take(request.method, pathOf(request), kind);
		const { fault } = request;
		if (fault?.latency) await setTimeout(fault.latency, undefined, { ref: false });
		if (fault?.disconnect === 'before-request') {
			resetConnection(request);
			return reply.hijack();
		}
		if (fault?.events) return streams.send(request, reply, scripted(fault.events));
		if (!fault || !answersItself(fault)) return;
		const { status = 200, body = {} } = fault;
		const key = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return reply
			.code(status)
			.type(typeof body === 'string' ? 'text/plain' : 'application/json')
			.send(text.replaceAll('{{key}}', () => key));
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const { fault } = request;
		if (!fault) return payload;
		reply.headers(fault.headers ?? {});
		if (fault.contentType) reply.type(fault.contentType);
		if (fault.disconnect === 'before-answer') cutConnection(request);
		const isHalf = fault.disconnect === 'half-answer';
		if (!isHalf && fault.stallBody === undefined) return payload;
		if (isHalf) request.isCut = true;
		const isWhole = typeof payload === 'string' || payload instanceof Buffer;
		const bytes = Buffer.from(isWhole ? payload : '');
		reply.header('content-length', bytes.length);
		return Readable.from(inHalves(bytes, isHalf ? undefined : fault.stallBody));
	});
}

/** Half of the bytes and, after the pause, the rest; without one an error, which ends the connection. */
async function* inHalves(bytes: Buffer, pause: number | undefined): AsyncIterable<Buffer> {
	const middle = Math.floor(bytes.length / 2);
	yield bytes.subarray(0, middle);
	if (pause === undefined) {
		// The half has to leave before the connection is destroyed.
		await setImmediate();
		throw new Error('Connection cut by a fault');
	}
	// Longer than any client waits; a timer cannot wait for ever.
	await setTimeout(Math.min(pause, 2 ** 31 - 1), undefined, { ref: false });
	yield bytes.subarray(middle);
}
