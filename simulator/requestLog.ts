import type { FastifyInstance, FastifyRequest } from 'fastify';

import { isHarmless } from './faults';

type Query = Record<string, string | string[]>;

/** A request as it came in, and the status it was answered with. */
export interface LoggedRequest {
	method: string;
	/** Without the query string. */
	path: string;
	query: Query;
	headers: Record<string, string | string[] | undefined>;
	/**
	 * Parsed JSON, and of an upload `{ fileName, mimeType, size, sha256 }`; undefined without a body, when
	 * it was not read and when an upload has no part `file`.
	 */
	body: unknown;
	/** The whole multipart body of an upload as it came in, when it is no larger than 1 MB. */
	rawBody?: Buffer;
	/** When it came in: milliseconds since 1970. */
	at: number;
	/**
	 * Undefined until it is answered, and for ever when the connection was cut before. That of a stream
	 * is there when the stream has ended, in whichever way.
	 */
	status: number | undefined;
	/** When each event was handed to the connection: milliseconds since 1970, with fractions. */
	eventsSent: number[];
	/** When the client closed the connection on an answer: milliseconds since 1970. */
	closedByClient?: number;
}

/** An answer of the API together with the request's part that a contract is about. */
export interface Answer {
	method: string;
	path: string;
	query: Query;
	requestBody: unknown;
	status: number;
	/** Parsed JSON; of a stream the list of its `{ event, data }`; undefined without a body. */
	body: unknown;
}

declare module 'fastify' {
	interface FastifyRequest {
		logged?: LoggedRequest;
		/** Whether a fault has cut the connection. */
		isCut?: boolean;
	}
}

/** The path that was asked for, without the query string. */
export function pathOf(request: FastifyRequest): string {
	return request.url.replace(/\?.*$/s, '');
}

/** Destroys the connection; what was sent may have arrived. */
export function cutConnection(request: FastifyRequest): void {
	request.isCut = true;
	request.raw.socket.destroy();
}

/** Resets the connection, so that the client sees no orderly end. */
export function resetConnection(request: FastifyRequest): void {
	request.isCut = true;
	request.raw.socket.resetAndDestroy();
}

/**
 * Adds every request to the log as soon as it comes in.
 *
 * @param closing is aborted when the simulator closes all connections itself
 */
export function recordRequests(
	app: FastifyInstance,
	log: LoggedRequest[],
	closing: AbortSignal,
): void {
	app.addHook('onRequest', (request, { raw }, done) => {
		const logged: LoggedRequest = {
			method: request.method,
			path: pathOf(request),
			query: request.query as Query,
			headers: request.headers,
			body: undefined,
			at: Date.now(),
			status: undefined,
			eventsSent: [],
		};
		request.logged = logged;
		log.push(logged);
		raw.once('close', () => {
			if (raw.writableEnded || request.isCut || closing.aborted) return;
			logged.closedByClient = Date.now();
		});
		done();
	});
	app.addHook('preValidation', (request, _reply, done) => {
		if (request.logged) request.logged.body = request.body;
		done();
	});
	app.addHook('onSend', (request, reply, _payload, done) => {
		const cut = request.isCut || request.fault?.disconnect === 'before-answer';
		if (request.logged && !cut) request.logged.status = reply.statusCode;
		done();
	});
}

/** Tells of every answer that no fault has made or spoiled. */
export function reportAnswers(app: FastifyInstance, report: (answer: Answer) => void): void {
	app.addHook('onSend', (request, reply, payload, done) => {
		if (!request.fault || isHarmless(request.fault)) {
			const body = typeof payload === 'string' && payload ? JSON.parse(payload) : undefined;
			report(answerOf(request, reply.statusCode, body));
		}
		done();
	});
}

export function answerOf(request: FastifyRequest, status: number, body: unknown): Answer {
	return {
		method: request.method,
		path: pathOf(request),
		query: request.query as Query,
		requestBody: request.body,
		status,
		body,
	};
}
