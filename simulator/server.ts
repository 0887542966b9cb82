import Fastify, { type FastifyInstance } from 'fastify';

import { agentRoutes } from './agents/routes';
import { agentVersionRoutes } from './agents/versionRoutes';
import { bodiesAreJson } from './bodies';
import { conversationRoutes } from './conversations/routes';
import { answerRefusals, ApiError, noRoute } from './errors';
import { befallRequests } from './faultHooks';
import { faultRoutes } from './faultRoutes';
import { Faults } from './faults';
import { fileServer } from './files/fileServer';
import { fileRoutes } from './files/routes';
import type { SignedUrls } from './files/signedUrls';
import { readUploads } from './files/uploads';
import { accessRoutes } from './libraries/accessRoutes';
import { documentRoutes } from './libraries/documentRoutes';
import type { ProcessingTime } from './libraries/processing';
import { libraryRoutes } from './libraries/routes';
import { urlRoutes } from './libraries/urlRoutes';
import { modelRoutes } from './models';
import { recordRequests, reportAnswers, type Answer, type LoggedRequest } from './requestLog';
import { friendly, type SimulatorSettings } from './settings';
import { State } from './state';
import { EventStreams } from './streams/eventStreams';

export interface SimulatorOptions extends Partial<SimulatorSettings> {
	/** 0, the default, takes a free port. */
	port?: number;
	/** The one key that is let in; `simulator-key` by default. */
	apiKey?: string;
	/** Milliseconds between two events of a stream; 0 by default. */
	wordDelay?: number;
	/** How long documents are processed; by default until somebody looks for the second time. */
	processingTime?: ProcessingTime;
	/** Called for every answer of the API, but not for what a fault answers or cuts off. */
	onAnswer?: (answer: Answer) => void;
}

export interface Simulator {
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	url: string;
	/** Where signed URLs lead: another port, which takes no key. Without a slash at the end. */
	filesUrl: string;
	apiKey: string;
	/** Every request to the API since the start, oldest first. */
	requests: LoggedRequest[];
	/** Every request to a signed URL since the start. */
	fileRequests: LoggedRequest[];
	/** Befall the requests to both. */
	faults: Faults;
	state: State;
	/** Lets tests choose how long URLs are valid. */
	signedUrls: SignedUrls;
	/** Stops listening and ends open connections. */
	close(): Promise<void>;
}

/** Starts an in-memory Mistral API on 127.0.0.1. Rejects when the port is in use. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const {
		port = 0,
		apiKey = 'simulator-key',
		wordDelay = 0,
		processingTime = 'looks',
		onAnswer,
		...settings
	} = options;
	const state = new State({ ...friendly, ...settings }, processingTime);
	const { signedUrls } = state;
	const faults = new Faults();
	const requests: LoggedRequest[] = [];
	const fileRequests: LoggedRequest[] = [];
	const closing = new AbortController();
	const streams = new EventStreams({
		wordDelay,
		closing: closing.signal,
		report: onAnswer,
	});
	const app = Fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		// Images travel inside the JSON; in bytes.
		bodyLimit: 64 * 1024 * 1024,
	});
	bodiesAreJson(app);
	answerRefusals(app);
	app.addHook('preClose', (done) => {
		closing.abort();
		done();
	});
	faultRoutes(app, faults);
	await app.register(async (api) => {
		await readUploads(api, faults);
		recordRequests(api, requests, closing.signal);
		authorize(api, apiKey);
		befallRequests(api, faults, streams);
		if (onAnswer) reportAnswers(api, onAnswer);
		modelRoutes(api);
		agentRoutes(api, state);
		agentVersionRoutes(api, state);
		conversationRoutes(api, state, streams);
		libraryRoutes(api, state);
		documentRoutes(api, state);
		accessRoutes(api, state);
		urlRoutes(api, state);
		fileRoutes(api, state);
		api.setNotFoundHandler(() => {
			throw noRoute(state.ids.hex());
		});
	});
	const files = fileServer({
		urls: signedUrls,
		faults,
		streams,
		log: fileRequests,
		closing: closing.signal,
	});
	const url = await app.listen({ host: '127.0.0.1', port });
	const filesUrl = await files.listen({ host: '127.0.0.1', port: 0 });
	signedUrls.origin = filesUrl;
	const close = async () => void (await Promise.all([app.close(), files.close()]));
	return { url, filesUrl, apiKey, requests, fileRequests, faults, state, signedUrls, close };
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
