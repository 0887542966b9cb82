import { type IDataObject, type INode, jsonParse, NodeApiError } from 'n8n-workflow';

import { type Advice, adviceFor } from './advice';
import { type ApiRequest, isRepeatable } from './apiRequest';
import { type ErrorBody, failureWords, plainText, responseWords } from './errorWords';
import { isUnknown, type Outcome } from './retry';
import type { Redact } from './redact';
import { isObject } from './shape';

/** Who is told of an error: the node and the item in it, and what whoever sends knows about its causes. */
export interface Addressee {
	node: INode;
	itemIndex?: number;
	advice: Advice;
	/** Takes the credential's secrets out of what the API says. */
	redact: Redact;
}

/**
 * The error that a user reads: `message` is what the API said, `description` what to do next,
 * `context.code` is the API's own code.
 */
export function apiError(
	addressee: Addressee,
	request: ApiRequest,
	outcome: Outcome,
	baseUrl: string,
): NodeApiError {
	const body =
		'statusCode' in outcome
			? jsonParse<unknown>(outcome.body, { fallbackValue: outcome.body })
			: undefined;
	const { code, guardrails }: ErrorBody = isObject(body) ? body : {};
	const words =
		'statusCode' in outcome ? responseWords(outcome, body) : failureWords(outcome, baseUrl);
	const httpCode = httpCodeOf(outcome);
	const advice = [
		adviceFor(addressee.advice, { code, httpCode, blocked: guardrails !== undefined }),
		isUnknown(outcome) ? unknownOutcome(request) : '',
	];
	return readableError(addressee, { words, advice, httpCode, context: { code } });
}

/** A response that is none of the API's, or not one to this request. */
export const misfitError = (
	addressee: Addressee,
	request: ApiRequest,
	words: string,
): NodeApiError =>
	readableError(addressee, {
		words,
		advice: [
			'Check that the Base URL in the credential is the address of the Mistral API.',
			unknownOutcome(request),
		],
		context: {},
	});

/** For a request that must not be sent twice. */
const unknownOutcome = (request: ApiRequest) =>
	isRepeatable(request)
		? ''
		: [
				'Mistral may have carried the request out, so it was not sent again.',
				placesToLook[request.path[1] ?? ''] ?? '',
			].join(' ');

/** By the collection that a request is about: the segment after the API's version. */
const placesToLook: Record<string, string> = {
	agents: 'Look at the agent and its versions first.',
	conversations: 'Look at the history of the conversation first.',
	libraries: 'Look at the library and its documents first.',
};

/** A file that could not be fetched from a server other than the API. */
export const fileError = (addressee: Addressee, outcome: Outcome, origin: string): NodeApiError =>
	readableError(addressee, {
		words:
			'statusCode' in outcome
				? `${origin} answered with HTTP ${outcome.statusCode}: ${plainText(outcome.body)}`
				: failureWords(outcome, origin),
		advice: [
			'networkCode' in outcome && outcome.networkCode === ''
				? 'Check the disk, or the other storage, in which this n8n keeps files.'
				: 'Mistral gave this address for the file; n8n has to be able to reach it.',
		],
		httpCode: httpCodeOf(outcome),
		context: {},
	});

const httpCodeOf = (outcome: Outcome) =>
	'statusCode' in outcome ? String(outcome.statusCode) : outcome.networkCode;

/** What went wrong besides single requests. */
export interface Fault {
	words: string;
	/** The API's own code, if it gave one. */
	code?: string | number;
	/** What to do next. */
	advice: string;
	/** For whoever continues on fail. */
	context?: IDataObject;
}

/** An answer that broke off, a document that cannot be processed and the like. */
export const faultError = (
	addressee: Addressee,
	{ words, code, advice, context }: Fault,
): NodeApiError =>
	readableError(addressee, {
		words,
		advice: [adviceFor(addressee.advice, { code, httpCode: String(code), blocked: false }), advice],
		context: { code, ...context },
	});

interface ReadableError {
	words: string;
	advice: string[];
	httpCode?: string;
	context: IDataObject;
}

function readableError(
	{ node, itemIndex, redact }: Addressee,
	{ words, advice, httpCode, context }: ReadableError,
) {
	const message = redact(words);
	const description = advice.filter(Boolean).join(' ').trim();
	// The response itself is not handed over: n8n would search it for a message and keep it in the execution.
	const error = new NodeApiError(node, {}, { message, description, itemIndex });
	// Given to the constructor, n8n would replace our message by its own for this code.
	error.httpCode = httpCode || null;
	for (const [name, value] of Object.entries(context)) {
		if (value === undefined || value === null || value === '') continue;
		error.context[name] = typeof value === 'string' ? redact(value) : value;
	}
	return error;
}

/** Whether the API has said that something is not there. */
export const isNotFound = (error: unknown): boolean =>
	error instanceof NodeApiError && error.httpCode === '404';
