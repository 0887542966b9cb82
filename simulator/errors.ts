import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';

import { problems, type Problem, type Source } from './pydantic';

/** A refusal: the HTTP status and the body that the service would answer with. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: object,
	) {
		super(JSON.stringify(body));
	}
}

/** Lets refusals that are thrown be answered. */
export function answerRefusals(app: FastifyInstance): void {
	app.setErrorHandler((error, _request, reply) =>
		error instanceof ApiError ? reply.code(error.status).send(error.body) : reply.send(error),
	);
}

/** The error body of the service's agents backend, whose codes are numbers (observed). */
export function invalidRequest(status: number, message: string, code?: number): ApiError {
	return new ApiError(status, { object: 'Error', message, type: 'invalid_request_error', code });
}

/** 404 for an id nobody knows (observed for conversations, assumed for the rest). */
export function notFound(what: string): ApiError {
	return invalidRequest(404, `${what} was not found.`);
}

/** 422 as the conversations backend sends it: with `object`, which the description leaves out (observed). */
export function unprocessable(detail: Problem[]): ApiError {
	return new ApiError(422, { object: 'Error', detail });
}

/** The gateway's answer to a path that nobody serves (observed). */
export function noRoute(requestId: string): ApiError {
	return new ApiError(404, {
		message: 'no Route matched with those values',
		request_id: requestId,
	});
}

/** The value in the schema's form, or the 422 that lists what is wrong with it. */
export function parse<S extends z.ZodTypeAny>(
	schema: S,
	value: unknown,
	source: Source,
): z.output<S> {
	const result = schema.safeParse(value);
	if (!result.success) throw unprocessable(problems(result.error, value, source));
	return result.data as z.output<S>;
}
