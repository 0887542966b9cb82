/** The committed facts, and what they find fault with, on every clone. */
import { describe, expect, it, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { deriveFacts, type OpenApi } from '../../scripts/api/derive';
import { describedTest } from './describedTest';
import { descriptionFile } from './description';
import { eventErrors, facts, judge } from './judge';

const library = '/v1/libraries/3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const conversations = '/v1/conversations';

const judged = (method: string, path: string, given: { query?: object; body?: unknown } = {}) =>
	judge({ method, path, query: {}, body: undefined, ...given } as Parameters<typeof judge>[0]);

describedTest('the facts are what the script derives from the vendor’s description', () => {
	const description = parse(readFileSync(descriptionFile, 'utf8')) as OpenApi;
	expect(facts).toEqual(deriveFacts(description));
});

test('the facts are in order, so that a change of them is easy to read', () => {
	for (const record of [facts.operations, facts.shapes]) {
		expect(Object.keys(record)).toEqual(Object.keys(record).sort());
	}
});

test('the facts hold none of the vendor’s sentences', () => {
	expect(JSON.stringify(facts)).not.toMatch(/\w \w+ \w/);
});

describe('the operation of a request', () => {
	it.each([
		['GET', '/v1/agents/pages', undefined, 'agents_api_v1_agents_list_pages'],
		['GET', '/v1/agents/ag_1', undefined, 'agents_api_v1_agents_get'],
		['POST', conversations, { inputs: 'x' }, 'agents_api_v1_conversations_start'],
		[
			'POST',
			conversations,
			{ inputs: 'x', stream: true },
			'agents_api_v1_conversations_start_stream',
		],
	])('is found by method and path: %s %s %j', (method, path, body, operationId) => {
		expect(judged(method, path, { body })).toEqual({ operationId, errors: [] });
	});

	it.each([
		['PUT', '/v1/agents/ag_1'],
		['GET', '/v1/conversation'],
		['GET', '/v2/conversations'],
		['GET', '/v1/conversations/'],
		['GET', '/v1/conversations/conv_1/history/more'],
	])('is not found by a wrong one: %s %s', (method, path) => {
		expect(judged(method, path)).toEqual({ errors: [`${method} ${path} is not among the facts`] });
	});
});

describe('a query', () => {
	it.each<[string, Record<string, string | string[]>]>([
		[conversations, { page: '1', metadata: '{"a":1}' }],
		['/v1/agents/pages', { sources: 'api', deployment_chat: 'true', page_size: '10' }],
		['/v1/agents/pages', { sources: ['api', 'playground'], name: '12' }],
		[`${library}/documents/1/text_content`, { page_start: '0' }],
	])('fits: %s %j', (path, query) => {
		expect(judged('GET', path, { query }).errors).toEqual([]);
	});

	it.each<[string, string, Record<string, string | string[]>, string]>([
		['GET', conversations, { after: 'x' }, 'query.after is unknown'],
		['GET', conversations, { page: 'x' }, 'query.page must be integer, but is "x"'],
		['GET', conversations, { page: '1.5' }, 'query.page must be integer, but is "1.5"'],
		['GET', conversations, { metadata: 'x' }, 'query.metadata must be JSON of'],
		['GET', conversations, { metadata: '[]' }, 'query.metadata must be'],
		[
			'GET',
			'/v1/agents/pages',
			{ deployment_chat: 'yes' },
			'query.deployment_chat must be boolean',
		],
		['GET', '/v1/agents/pages', { sources: ['api', 'web'] }, 'query.sources[1] must be "agent_'],
		['GET', '/v1/agents/pages', { sources: 'web' }, 'query.sources'],
		['PUT', '/v1/agents/ag_1/aliases', { alias: 'a' }, 'query.version is missing'],
		['GET', '/v1/agents/ag_1/aliases', { page: '1' }, 'query.page is unknown'],
	])('does not fit: %s %s %j', (method, path, query, error) => {
		expect(judged(method, path, { query }).errors).toEqual([expect.stringContaining(error)]);
	});
});

describe('a body', () => {
	const image = { type: 'image_url', image_url: { url: 'https://example.com', detail: 'low' } };
	const message = (chunk: object) => ({ inputs: [{ role: 'user', content: [chunk] }] });
	const withTool = (tool: object) => ({ inputs: 'x', tools: [tool] });

	it.each<[string, object]>([
		[conversations, message(image)],
		[
			conversations,
			{ inputs: 'x', tools: null, agent_version: 3, metadata: { any: { thing: 1 } } },
		],
		[conversations, withTool({ type: 'function', function: { name: 'f', parameters: { a: 1 } } })],
		[`${conversations}/conv_1`, {}],
	])('fits: %s %j', (path, body) => {
		expect(judged('POST', path, { body }).errors).toEqual([]);
	});

	it.each<[string, unknown, string]>([
		[conversations, undefined, 'body is missing'],
		[conversations, 'x', 'body must be { agent_id?, agent_version?, '],
		[conversations, {}, 'body.inputs is missing'],
		[conversations, { inputs: 1 }, 'body.inputs must be string | InputEntries, but is 1'],
		[conversations, { inputs: 'x', surprise: 1 }, 'body.surprise is unknown'],
		[conversations, { inputs: 'x', store: 'yes' }, 'body.store must be boolean | null'],
		[
			conversations,
			{ inputs: 'x', handoff_execution: 'both' },
			'body.handoff_execution must be "client" | "server" | null, but is "both"',
		],
		[
			conversations,
			message({ ...image, image_url: { url: 'x', detail: 'best' } }),
			'body.inputs[0].content[0].image_url.detail must be',
		],
		[conversations, withTool({ type: 'magic' }), 'body.tools[0]'],
		[conversations, withTool({ type: 'connector' }), 'body.tools[0].connector_id is missing'],
		[
			conversations,
			withTool({ type: 'web_search', tool_configuration: { includes: [] } }),
			'body.tools[0].tool_configuration.includes is unknown',
		],
		[`${conversations}/conv_1`, { inputs: 'x', tools: [] }, 'body.tools is unknown'],
		[`${conversations}/conv_1/restart`, { inputs: 'x' }, 'body.from_entry_id is missing'],
		[
			`${conversations}/conv_1`,
			{ inputs: 'x', completion_args: { max_tokens: 1.5 } },
			'body.completion_args.max_tokens must be integer | null, but is 1.5',
		],
		[`${library}/documents`, { document: new Blob(['x']) }, 'body.file is missing'],
		[`${library}/documents`, { file: 'x' }, 'body.file must be file'],
		[`${library}/documents/1/reprocess`, {}, 'body must not be there'],
	])('does not fit: %s %j', (path, body, error) => {
		expect(judged('POST', path, { body }).errors).toContainEqual(expect.stringContaining(error));
	});

	it('that revokes an access needs no level, which the description wants and does not describe', () => {
		const body = { share_with_type: 'User', share_with_uuid: 'x' };
		expect(judged('DELETE', `${library}/share`, { body }).errors).toEqual([]);
	});
});

describe('an event', () => {
	const errors = (event: object) =>
		eventErrors('agents_api_v1_conversations_start_stream', [event]);
	const data = { type: 'conversation.response.started', conversation_id: 'conv_1' };

	it('fits under its own name with its own fields', () => {
		expect(errors({ event: data.type, data })).toEqual([]);
	});

	it.each([
		[{ data }, 'event.event is missing'],
		[{ event: 'news', data }, 'event.event must be'],
		[{ event: data.type, data: { ...data, surprise: 1 } }, 'event.data.surprise is unknown'],
		[{ event: data.type, data: { type: data.type } }, 'event.data.conversation_id is missing'],
	])('does not fit: %j', (event, error) => {
		expect(errors(event)).toEqual([expect.stringContaining(error)]);
	});

	it('belongs to an operation that streams', () => {
		expect(eventErrors('agents_api_v1_conversations_start', [{ event: data.type, data }])).toEqual([
			'agents_api_v1_conversations_start has no stream',
		]);
	});
});
