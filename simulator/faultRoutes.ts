import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { parse } from './errors';
import type { Faults } from './faults';

const milliseconds = z.number().min(0);
const events = z.number().int().min(0);
const rawEvents = z.array(z.union([z.string(), z.record(z.unknown())]));

const streamFields = {
	events: rawEvents,
	extraEvents: rawEvents,
	insert: z.object({ after: events, events: rawEvents }).strict(),
	interleave: z.boolean(),
	slowStart: milliseconds,
	cutAfter: events,
	endAfter: events,
	errorAfter: events,
	error: z.object({ message: z.string(), code: z.number().int() }).strict(),
	stallAfter: events,
	stall: milliseconds,
	afterCut: z.union([z.enum(['finish', 'lost']), z.object({ finishAfter: milliseconds }).strict()]),
	chunkSize: z
		.number()
		.int()
		.min(1)
		.max(1024 * 1024),
	lineEnd: z.enum(['\n', '\r', '\r\n']),
	comments: z.boolean(),
	omitIndexes: z.boolean(),
	noFinalBlankLine: z.boolean(),
};

const faultRequest = z
	.object({
		method: z.string(),
		path: z.string(),
		skip: z.number().int().min(0),
		times: z.number().int().min(1),
		latency: milliseconds,
		status: z.number().int().min(200).max(599),
		body: z.unknown(),
		headers: z.record(z.string()),
		contentType: z.string(),
		disconnect: z.enum(['before-request', 'before-answer', 'half-answer']),
		stallBody: milliseconds,
		cutUploadAfter: z.number().int().min(1),
		...streamFields,
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
