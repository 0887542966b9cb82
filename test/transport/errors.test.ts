import { describe, expect, it } from '@jest/globals';
import type { INode } from 'n8n-workflow';

import { appendAdvice } from '../../nodes/shared/conversation/answerAdvice';
import { optionsAdvice } from '../../nodes/shared/operation/optionsAdvice';
import { apiError } from '../../nodes/shared/transport/errors';
import { errorWords } from '../../nodes/shared/transport/errorWords';
import { redactor } from '../../nodes/shared/transport/redact';
import type { ApiRequest } from '../../nodes/shared/transport/apiRequest';

const node = { name: 'Mistral', type: 'x', typeVersion: 1 } as INode;
const get: ApiRequest = { method: 'GET', path: [] };
const post: ApiRequest = { method: 'POST', path: [] };

const errorFor = (statusCode: number, body: unknown, request = get, headers = {}) =>
	apiError(
		{ node, itemIndex: 3, advice: { ...optionsAdvice, ...appendAdvice }, redact: redactor([]) },
		request,
		{ statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
		'https://api.mistral.ai',
	);

describe('what a user reads of an error', () => {
	it.each([
		[
			'the documented shape',
			400,
			{
				object: 'error',
				message: 'Bad input',
				type: 'invalid_request_error',
				param: null,
				code: '1500',
			},
			'Bad input',
			/^Check the parameters that the message names\.$/,
		],
		[
			'a numeric code of the agents backend',
			400,
			{
				object: 'Error',
				message:
					'Cannot append other inputs while function results are still missing. Provide function results first for: [6TI17yZkV]',
				type: 'invalid_request_error',
				code: 3001,
			},
			'Cannot append other inputs while function results are still missing. Provide function results first for: [6TI17yZkV]',
			/waits for the results of its function calls/,
		],
		[
			'a code as text',
			429,
			{
				object: 'error',
				message: 'Rate limit exceeded',
				type: 'rate_limited',
				param: null,
				code: '1300',
			},
			'Rate limit exceeded',
			/Lower Max Concurrency/,
		],
		['a bare detail', 401, { detail: 'Invalid API Key' }, 'Invalid API Key', /Check the API key/],
		[
			'the message of the gateway',
			401,
			{ message: 'Unauthorized', request_id: '1' },
			'Unauthorized',
			/Check the API key/,
		],
		[
			'a guardrail that blocked',
			403,
			{
				error: { message: 'Content blocked by guardrail', status: 403 },
				guardrails: { results: {} },
			},
			'Content blocked by guardrail',
			/A guardrail blocked the input/,
		],
		[
			'a guardrail that could not be checked',
			403,
			{ object: 'Error', message: 'Request blocked due to error', code: 3201, guardrails: [] },
			'Request blocked due to error',
			/Block on Error is set/,
		],
		[
			'a plan that is too small',
			403,
			{ message: 'Not allowed for your tier', type: 'tier_not_allowed', code: 1910 },
			'Not allowed for your tier',
			/Your Mistral plan does not include this/,
		],
		[
			'an unknown route',
			404,
			{ message: 'no Route matched with those values', request_id: '1' },
			'no Route matched with those values',
			/regional addresses/,
		],
		[
			'the documented validation error',
			422,
			{
				detail: [
					{
						type: 'less_than_equal',
						loc: ['body', 'completion_args', 'temperature'],
						msg: 'Input should be less than or equal to 1',
						input: 2,
					},
				],
			},
			'completion_args.temperature: Input should be less than or equal to 1',
			/Change the fields that the message names/,
		],
		[
			'the validation error of a union, without the branch that was not meant',
			422,
			{
				object: 'Error',
				detail: [
					{ type: 'le', loc: ['body', 'ModelConversationRequest', 'top_p'], msg: 'Too large' },
					{ type: 'le', loc: ['body', 'AgentConversationRequest', 'top_p'], msg: 'Too large' },
					{
						type: 'missing',
						loc: ['body', 'AgentConversationRequest', 'agent_id'],
						msg: 'Field required',
					},
				],
			},
			'top_p: Too large',
			/Change the fields/,
		],
		[
			'a validation error inside a message',
			422,
			{ object: 'error', message: { detail: [{ loc: ['body', 'model'], msg: 'Unknown' }] } },
			'model: Unknown',
			/Change the fields/,
		],
		[
			'a file that is refused',
			422,
			{
				detail: 'Invalid file format.',
				message: 'Received file with mimetype x, only y are supported',
			},
			'Invalid file format. Received file with mimetype x, only y are supported',
			/Change the fields/,
		],
		[
			'a rate limit without a code',
			429,
			{ message: 'Requests rate limit exceeded' },
			'Requests rate limit exceeded',
			/spending limit/,
		],
		[
			'a failed handoff',
			500,
			{
				object: 'Error',
				message: 'Response failed during handoff orchestration',
				type: 'server_error',
				code: 3000,
			},
			'Response failed during handoff orchestration',
			/could not build the answer/,
		],
		[
			'plain text of a proxy',
			503,
			'upstream connect error or disconnect/reset before headers. reset reason: overflow',
			'upstream connect error or disconnect/reset before headers. reset reason: overflow',
			/overloaded or down/,
		],
		[
			'a page of a proxy',
			502,
			'<html><head><style>b { color: red }</style></head><body><h1>Bad Gateway</h1></body></html>',
			'Bad Gateway',
			/behind its gateway/,
		],
		['no body at all', 500, '', 'The API answered with HTTP 500 and no message', /internal/],
	])('says %s', (_, statusCode, body, message, description) => {
		const error = errorFor(statusCode, body);
		expect(error.message).toBe(message);
		expect(error.description).toMatch(description);
		// The editor shows both.
		expect(error.description).not.toContain(message);
		expect(error.httpCode).toBe(String(statusCode));
		expect(error.context.itemIndex).toBe(3);
	});

	it('keeps the code of the API for whoever continues on fail', () => {
		expect(errorFor(400, { message: 'x', code: 3001 }).context.code).toBe(3001);
		expect(errorFor(400, { message: 'x', code: null }).context).not.toHaveProperty('code');
	});

	it('says that a POST of unknown outcome was not sent again', () => {
		expect(errorFor(503, 'overflow', post).description).toContain('so it was not sent again');
		const placeFor = (collection: string) =>
			errorFor(503, 'overflow', { ...post, path: ['v1', collection, 'x'] }).description;
		expect(placeFor('conversations')).toContain('Look at the history of the conversation first.');
		expect(placeFor('agents')).toContain('Look at the agent and its versions first.');
		expect(placeFor('libraries')).toContain('Look at the library and its documents first.');
		expect(errorFor(503, 'overflow', get).description).not.toContain('sent again');
		expect(errorFor(429, 'slow down', post).description).not.toContain('so it was not sent again');
	});

	it('names where a redirect leads', () => {
		const error = errorFor(302, '', get, { location: 'https://login.example' });
		expect(error.message).toBe(
			'The API answered with a redirect to https://login.example (HTTP 302)',
		);
	});

	it('says what is wrong with the connection and keeps the code', () => {
		const outcome = { networkCode: 'ECONNREFUSED', message: '' };
		const error = apiError(
			{ node, advice: {}, redact: redactor([]) },
			post,
			outcome,
			'http://127.0.0.1:1',
		);
		expect(error.message).toBe(
			'No answer from http://127.0.0.1:1: nothing listens at this address',
		);
		expect(error.description).toContain('Check the Base URL in the credential');
		expect(error.httpCode).toBe('ECONNREFUSED');
	});

	it('has no words for a body that has none', () => {
		for (const body of [null, 42, {}, { detail: [] }]) expect(errorWords(body)).toBe('');
	});
});
