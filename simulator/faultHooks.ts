import { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';

import { answersItself, type Faults } from './faults';
import { cutConnection, pathOf } from './requestLog';
import type { EventStreams } from './streams/eventStreams';
import { scripted } from './streams/sources';

/** Lets faults befall the requests of this API. Register it before the hooks that use `request.fault`. */
export function befallRequests(app: FastifyInstance, faults: Faults, streams: EventStreams): void {
	app.addHook('preHandler', async (request, reply) => {
		const streamed = (request.body as { stream?: unknown } | undefined)?.stream === true;
		const kind = streamed ? 'stream' : 'other';
		// That of an upload was taken before its body was read.
		request.fault ??= faults.take(request.method, pathOf(request), kind);
		const { fault } = request;
		if (fault?.latency) await setTimeout(fault.latency, undefined, { ref: false });
		if (fault?.events) return streams.send(request, reply, scripted(fault.events));
		if (!fault || !answersItself(fault)) return;
		const isText = typeof fault.body === 'string';
		return reply
			.code(fault.status ?? 200)
			.type(isText ? 'text/plain' : 'application/json')
			.send(isText ? fault.body : JSON.stringify(fault.body ?? {}));
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const { fault } = request;
		if (!fault) return payload;
		reply.headers(fault.headers ?? {});
		if (fault.contentType) reply.type(fault.contentType);
		if (fault.disconnect === 'before-answer') cutConnection(request);
		if (fault.disconnect !== 'half-answer') return payload;
		request.isCut = true;
		const isWhole = typeof payload === 'string' || payload instanceof Buffer;
		const bytes = Buffer.from(isWhole ? payload : '');
		reply.header('content-length', bytes.length);
		return firstHalfOf(bytes);
	});
}

/** Half of the bytes, then an error, on which the server destroys the connection. */
function firstHalfOf(bytes: Buffer): Readable {
	return Readable.from(
		(async function* () {
			yield bytes.subarray(0, Math.floor(bytes.length / 2));
			// The half has to leave before the connection is destroyed.
			await setImmediate();
			throw new Error('Connection cut by a fault');
		})(),
	);
}
