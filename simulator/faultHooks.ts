import { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { parse } from './errors';
import { answersItself, type Faults } from './faults';
import { pathOf } from './requestLog';

/** Lets faults befall the requests of this API. Register it before the hooks that use `request.fault`. */
export function befallRequests(app: FastifyInstance, faults: Faults): void {
	app.addHook('preHandler', async (request, reply) => {
		const fault = faults.take(request.method, pathOf(request));
		request.fault = fault;
		if (fault?.latency) await setTimeout(fault.latency, undefined, { ref: false });
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
		if (fault.disconnect === 'before-answer') request.raw.socket.destroy();
		if (fault.disconnect !== 'half-answer') return payload;
		const bytes = Buffer.from(typeof payload === 'string' ? payload : '');
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

const faultRequest = z
	.object({
		method: z.string(),
		path: z.string(),
		times: z.number().int().min(1),
		latency: z.number().min(0),
		status: z.number().int().min(200).max(599),
		body: z.unknown(),
		headers: z.record(z.string()),
		contentType: z.string(),
		disconnect: z.enum(['before-answer', 'half-answer']),
	})
	.partial()
	.strict();

/** `POST` and `DELETE /simulator/faults`, for people who run the simulator by itself; no key needed. */
export function faultRoutes(app: FastifyInstance, faults: Faults): void {
	app.post('/simulator/faults', (request, reply) => {
		faults.add(parse(faultRequest, request.body, 'body'));
		return reply.code(204).send();
	});
	app.delete('/simulator/faults', (_request, reply) => {
		faults.clear();
		return reply.code(204).send();
	});
}
