import Fastify, { type FastifyInstance } from 'fastify';

import { agentRoutes } from './agents/routes';
import { agentVersionRoutes } from './agents/versionRoutes';
import { bodiesAreJson } from './bodies';
import { conversationRoutes } from './conversations/routes';
import { ApiError, noRoute } from './errors';
import { befallRequests } from './faultHooks';
import { faultRoutes } from './faultRoutes';
import { Faults } from './faults';
import { modelRoutes } from './models';
import type { MetadataFilter } from './query';
import { recordRequests, reportAnswers, type Answer, type LoggedRequest } from './requestLog';
import { State } from './state';
import { EventStreams } from './streams/eventStreams';

export interface SimulatorOptions {
	/** 0, the default, takes a free port. */
	port?: number;
	/** The one key that is let in; `simulator-key` by default. */
	apiKey?: string;
	/** How the lists' `metadata` filter matches; `subset` by default, as the vendor does not say. */
	metadataFilter?: MetadataFilter;
	/** Milliseconds between two events of a stream; 0 by default. */
	wordDelay?: number;
	/** Called for every answer of the API, but not for what a fault answers or cuts off. */
	onAnswer?: (answer: Answer) => void;
}

export interface Simulator {
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	url: string;
	apiKey: string;
	/** Every request to the API since the start, oldest first. */
	requests: LoggedRequest[];
	faults: Faults;
	state: State;
	/** Stops listening and ends open connections. */
	close(): Promise<void>;
}

/** Starts an in-memory Mistral API on 127.0.0.1. Rejects when the port is in use. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { port = 0, apiKey = 'simulator-key', metadataFilter = 'subset', wordDelay = 0 } = options;
	const state = new State(metadataFilter);
	const faults = new Faults();
	const requests: LoggedRequest[] = [];
	const closing = new AbortController();
	const streams = new EventStreams({
		wordDelay,
		closing: closing.signal,
		report: options.onAnswer,
	});
	const app = Fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		// Images travel inside the JSON; in bytes.
		bodyLimit: 64 * 1024 * 1024,
	});
	bodiesAreJson(app);
	app.setErrorHandler((error, _request, reply) =>
		error instanceof ApiError ? reply.code(error.status).send(error.body) : reply.send(error),
	);
	app.addHook('preClose', (done) => {
		closing.abort();
		done();
	});
	faultRoutes(app, faults);
	await app.register((api, _options, done) => {
		recordRequests(api, requests, closing.signal);
		authorize(api, apiKey);
		befallRequests(api, faults, streams);
		if (options.onAnswer) reportAnswers(api, options.onAnswer);
		modelRoutes(api);
		agentRoutes(api, state);
		agentVersionRoutes(api, state);
		conversationRoutes(api, state, streams);
		api.setNotFoundHandler(() => {
			throw noRoute(state.ids.hex());
		});
		done();
	});
	const url = await app.listen({ host: '127.0.0.1', port });
	return { url, apiKey, requests, faults, state, close: () => app.close() };
}

/** 401 without the right key; the gateway knows no keys for paths that nobody serves. */
function authorize(api: FastifyInstance, apiKey: string): void {
	api.addHook('onRequest', (request, _reply, done) => {
		if (!request.is404 && request.headers.authorization !== `Bearer ${apiKey}`) {
			throw new ApiError(401, { detail: 'Invalid API Key' });
		}
		done();
	});
}
