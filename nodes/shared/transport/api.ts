import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	jsonParse,
	type NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Advice } from './advice';
import { checkAddress } from './apiPath';
import type { ApiRequest } from './apiRequest';
import { type Responded, sendUntilResponded } from './attempts';
import { apiBaseUrl } from './baseUrl';
import type { ByteStream } from './byteStream';
import { type ApiContext, credentialReader, type ReadCredential } from './n8nRequest';
import { downloadOnce, fetchOnce, type FileBody } from './download';
import { type Addressee, apiError, type Fault, faultError, fileError, misfitError } from './errors';
import { type Exchange, type Sending, sendForStream, sendForText } from './exchange';
import { type Page, type PageRange, pagesOf, type PagingStyle } from './paging';
import { pause } from './pause';
import { redactor } from './redact';
import type { Outcome } from './retry';
import type { Shape } from './shape';

/** What the API responded: its JSON, in the shape that was asked for. */
export interface ApiResponse<T> extends Omit<Responded<string>, 'body'> {
	/** Undefined for an empty body, and for what a repeated DELETE found deleted. */
	json: T;
}

/**
 * The API as one caller has it: an item of a run, a trigger, a picker. Requests are sent again where that
 * is safe. All throw {@link NodeApiError} for what the API refuses or responds without sense, and a
 * {@link NodeOperationError} `canceled` once the caller is to stop.
 */
export interface Api {
	/** Aborted when the caller is to stop. */
	readonly signal: AbortSignal;
	send<T>(request: ApiRequest, shape: Shape<T>): Promise<ApiResponse<T>>;
	/** @returns a stream of events as it arrives; it must be read to its end or closed */
	stream(request: ApiRequest): Promise<ByteStream>;
	/**
	 * Brings a file into n8n's storage, as it comes.
	 *
	 * @param source a request that is answered with the file, or a signed URL that the API has given
	 * @param store takes the body; it is called once for every attempt
	 */
	download<T>(source: ApiRequest | string, store: (body: FileBody) => Promise<T>): Promise<T>;
	/** Asks for the pages of a list one after the other. */
	pages<T extends IDataObject>(
		request: ApiRequest,
		style: PagingStyle,
		entity: Shape<T>,
		range?: PageRange,
	): AsyncGenerator<Page<T>>;
	/** Waits so many ms. */
	pause(ms: number): Promise<void>;
	/** An error for this caller that no single request is the reason of. */
	fault(fault: Fault): NodeApiError;
	/** @throws {NodeOperationError} when the caller is to stop; n8n tells it from a failure by its word */
	throwIfStopped(): void;
	/** The same for requests with other limits. */
	within(limits: Limits): Api;
	/** The same to take back what was begun, within half a minute: also for a caller that is to stop. */
	toTakeBack(): Api;
}

export interface Limits {
	/** Attempts after the first one; 3 by default. */
	maxRetries?: number;
	/** To the response's headers, in ms; by default the request's own, or a minute. 0 for any time. */
	timeout?: number;
	/** When nobody waits for a response any more, in ms since 1970. */
	deadline?: number;
}

/** Who calls, and what ends its calls. */
export interface Binding extends Limits {
	/** Ends requests under way: the user has cancelled, the trigger is deactivated. */
	cancelled?: AbortSignal;
	/** Ends waits, repeats and further requests; those under way are finished. By default `cancelled`. */
	stopped?: AbortSignal;
	/** Named in errors. */
	itemIndex?: number;
	/** For errors, besides what holds for every request. */
	advice?: Advice;
	/** By default a reader of this caller's own. */
	readCredential?: ReadCredential;
}

/** The part of a timeout in ms, 0 for any time, that is left until a moment. */
function timeoutWithin(deadline: number, timeout: number): number {
	if (deadline === Infinity) return timeout;
	return Math.max(1, Math.min(timeout || Infinity, deadline - Date.now()));
}

const secretsOf = ({ apiKey, headerValue }: ICredentialDataDecryptedObject = {}) =>
	[apiKey, headerValue].map((secret) => String(secret ?? '').trim());

/** In ms. */
const timeToTakeBack = 30_000;

/** Never aborted. */
const never = new AbortController().signal;

const notJson = Symbol('not JSON');

/** Makes the API for one caller. */
export function bindApi(context: ApiContext, binding: Binding): Api {
	const {
		cancelled = never,
		stopped = cancelled,
		itemIndex,
		advice = {},
		maxRetries = 3,
		deadline = Infinity,
		readCredential: read = credentialReader(context),
	} = binding;
	const signal = AbortSignal.any([cancelled, stopped]);
	/** As it was read for the latest request: errors name its address and hide its secrets. */
	let credential: ICredentialDataDecryptedObject | undefined;
	const readCredential = async () => (credential = await read());
	const addressee: Addressee = {
		node: context.getNode(),
		itemIndex,
		advice,
		redact: (text) => redactor(secretsOf(credential))(text),
	};
	const sendingOf = ({ timeout = 60_000 }: Pick<ApiRequest, 'timeout'>): Sending => ({
		context,
		readCredential,
		cancelled,
		timeout: timeoutWithin(deadline, binding.timeout ?? timeout),
	});

	const throwIfStopped = () => {
		if (signal.aborted) {
			throw new NodeOperationError(addressee.node, 'canceled', { itemIndex });
		}
	};
	const wait = async (ms: number) => {
		await pause(signal, ms);
		throwIfStopped();
	};
	const baseUrl = async () => apiBaseUrl((credential ?? (await readCredential())).baseUrl);

	const untilResponded = async <Body>(
		request: ApiRequest,
		send: (sending: Sending) => Promise<Exchange<Body>>,
		errorFor = async (failure: Outcome): Promise<Error> =>
			apiError(addressee, request, failure, await baseUrl()),
	) => {
		checkAddress(request);
		return await sendUntilResponded(request, {
			maxRetries,
			deadline,
			pause: wait,
			errorFor,
			attempt: async () => {
				throwIfStopped();
				const exchange = await send(sendingOf(request));
				if (cancelled.aborted) throwIfStopped();
				return exchange;
			},
		});
	};

	const misfit = async (request: ApiRequest, what: string) => {
		const call = `${request.method} /${request.path.join('/')}`;
		return misfitError(
			addressee,
			request,
			`The response of ${await baseUrl()} to ${call} was not understood: ${what}`,
		);
	};

	const send: Api['send'] = async <T>(request: ApiRequest, shape: Shape<T>) => {
		const response = await untilResponded(request, async (sending) =>
			sendForText(request, sending),
		);
		const { body, ...rest } = response ?? foundDeleted;
		const json = body ? jsonParse<unknown>(body, { fallbackValue: notJson }) : undefined;
		const problem = json === notJson ? 'it is not JSON' : shape.misfit(json);
		if (problem) throw await misfit(request, problem);
		return { ...rest, json: json as T };
	};

	return {
		signal,
		send,
		stream: async (request) => {
			const response = await untilResponded(request, async (sending) =>
				sendForStream(request, sending, 'text/event-stream'),
			);
			if (response?.headers['content-type']?.startsWith('text/event-stream')) return response.body;
			response?.body.close();
			throw await misfit(request, 'it is not a stream of events');
		},
		download: async (source, store) => {
			const response =
				typeof source === 'string'
					? await untilResponded(
							{ method: 'GET', path: [] },
							async (sending) => fetchOnce(source, sending, store),
							async (failure) => fileError(addressee, failure, new URL(source).origin),
						)
					: await untilResponded(source, async (sending) => downloadOnce(source, sending, store));
			return response?.body as Awaited<ReturnType<typeof store>>;
		},
		pages: (request, style, entity, range = {}) =>
			pagesOf(
				async (page, shape) => (await send(page, shape)).json,
				request,
				style,
				entity,
				range,
				async (what) => await misfit(request, what),
			),
		pause: wait,
		fault: (fault) => faultError(addressee, fault),
		throwIfStopped,
		within: (limits) => bindApi(context, { ...binding, ...limits, readCredential: read }),
		toTakeBack: () =>
			bindApi(context, {
				itemIndex,
				advice,
				readCredential: read,
				deadline: Date.now() + timeToTakeBack,
			}),
	};
}

/** What a DELETE has found deleted that an earlier attempt may have deleted. */
const foundDeleted = { statusCode: 404, headers: {}, body: '', mayHaveBeenCarriedOut: true };
