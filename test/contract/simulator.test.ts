/** The simulator and the vendor's description agree; the tests in test/simulator check all answers. */
import { describe, expect, test } from '@jest/globals';
import { Mistral } from '@mistralai/mistralai';

import { describedTest } from './describedTest';
import type { Description } from './description';
import { eventErrors, judge } from './judge';
import { useRecordedAnswers } from './recordedAnswers';

const session = useRecordedAnswers();

const sdk = () =>
	new Mistral({ apiKey: session.simulator.apiKey, serverURL: session.simulator.url }).beta;

function expectAllAmongFacts(count: number) {
	expect(session.answers).toHaveLength(count);
	for (const { requestBody: body, ...answer } of session.answers) {
		const { operationId = '', errors } = judge({ ...answer, body });
		expect(errors).toEqual([]);
		// Of the calls that can be streamed no other answer is a list.
		const isStream = Array.isArray(answer.body) && answer.method === 'POST';
		if (isStream) expect(eventErrors(operationId, asSent(answer.body))).toEqual([]);
	}
}

/** Without fields that are undefined. */
const asSent = (events: unknown) => JSON.parse(JSON.stringify(events)) as unknown[];

function expectAllDescribed(described: Description, count: number) {
	expect(session.answers).toHaveLength(count);
	for (const { method, path, query, requestBody, status, body } of session.answers) {
		const request = { query, body: requestBody, strict: true };
		expect(described.requestErrors(method, path, request)).toEqual([]);
		expect(described.answerErrors(method, path, status, body)).toEqual([]);
	}
}

const list = '/v1/conversations';
const id = '/v1/conversations/conv_1';
const library = '/v1/libraries/3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** Calls about conversations. */
async function talk(): Promise<void> {
	const { conversations, agents } = sdk();
	const { data } = (await agents.listPages({ search: 'web' })).result;
	const { conversationId } = await conversations.start({
		agentId: data[0]?.id,
		inputs: [{ role: 'user', content: 'Search' }],
		metadata: { team: 'a' },
	});
	await conversations.append({ conversationId, conversationAppendRequest: { inputs: 'More' } });
	const events = await conversations.appendStream({
		conversationId,
		conversationAppendStreamRequest: { inputs: 'Even more' },
	});
	for await (const { data } of events) expect(data).toBeDefined();
	await conversations.list({ metadata: { team: 'a' } });
	await conversations.delete({ conversationId });
}

/** Calls about agents. */
async function manage(): Promise<void> {
	const { agents } = sdk();
	const { id: agentId } = await agents.create({
		name: 'Clerk',
		model: 'mistral-medium-latest',
		tools: [
			{ type: 'connector', connectorId: 'a', authorization: { type: 'api-key', value: 'b' } },
			{ type: 'document_library', libraryIds: ['a'], toolConfiguration: { include: ['b'] } },
			{ type: 'function', function: { name: 'f', parameters: {} } },
		],
		completionArgs: { responseFormat: { type: 'json_object' }, prediction: { content: 'x' } },
		guardrails: [{ blockOnError: true, moderationLlmV2: { action: 'block' } }],
		metadata: { team: 'a' },
	});
	await agents.update({ agentId, updateAgentRequest: { guardrails: null, tools: [] } });
	await agents.createVersionAlias({ agentId, alias: 'old', version: 0 });
	await agents.get({ agentId, agentVersion: 'old' });
	await agents.listVersionAliases({ agentId });
	await agents.deleteVersionAlias({ agentId, alias: 'old' });
	await agents.listVersions({ agentId });
	await agents.getVersion({ agentId, version: '1' });
	await agents.updateVersion({ agentId, version: 0 });
	await agents.listPages({ metadata: { team: 'a' }, sources: ['api', 'playground'] });
	await agents.delete({ agentId });
}

describe('the facts', () => {
	test('accept what the SDK sends and the events that the simulator answers with', async () => {
		await talk();
		expectAllAmongFacts(6);
	});

	test('accept what the SDK sends about agents', async () => {
		await manage();
		expectAllAmongFacts(11);
	});
});

describe('the vendor’s description', () => {
	describedTest('accepts what the SDK sends and what the simulator answers', async (described) => {
		await talk();
		expectAllDescribed(described, 6);
	});

	describedTest('accepts the same of agents', async (described) => {
		await manage();
		expectAllDescribed(described, 11);
	});

	describedTest('finds the operation of a concrete path', (described) => {
		const errors = (method: string, path: string) => described.requestErrors(method, path, {});
		expect(errors('GET', '/v1/agents/pages')).toEqual([]);
		expect(errors('GET', '/v1/agents/ag_1')).toEqual([]);
		expect(errors('PUT', '/v1/agents/ag_1')).toEqual(['PUT /v1/agents/ag_1 is not described']);
		expect(errors('GET', library)).toEqual([]);
		expect(errors('GET', '/v1/libraries/x')).toEqual([expect.stringContaining('library_id')]);
	});

	describedTest('finds fault with queries', (described) => {
		const errors = (query: Record<string, string | string[]>, path = list) =>
			described.requestErrors('GET', path, { query });
		expect(errors({ page: '1', metadata: '{"a":1}' })).toEqual([]);
		expect(errors({ page: 'x' })).toEqual([expect.stringContaining('query page')]);
		expect(errors({ metadata: 'x' })).not.toEqual([]);
		expect(errors({ after: 'x' })).toEqual(['query after is not described']);
		const agents = '/v1/agents/pages';
		expect(errors({ sources: 'api', deployment_chat: 'true' }, agents)).toEqual([]);
		expect(errors({ sources: ['api', 'web'] }, agents)).not.toEqual([]);
		expect(errors({ page_size: '1001' }, agents)).not.toEqual([]);
	});

	describedTest('finds fault with bodies, streamed ones included', (described) => {
		const errors = (path: string, body?: unknown, strict = false) =>
			described.requestErrors('POST', path, { body, strict });
		expect(errors(list)).toEqual(['the body is missing']);
		expect(errors(list, { inputs: 'x', stream: true })).toEqual([]);
		expect(errors(list, { inputs: 1 })).not.toEqual([]);
		expect(errors(list, { inputs: 'x', surprise: 1 })).toEqual([]);
		expect(errors(list, { inputs: 'x', surprise: 1 }, true)).not.toEqual([]);
		expect(errors(list, { inputs: 'x', stream: true, surprise: 1 }, true)).not.toEqual([]);
		expect(errors(id, { inputs: 'x', tools: [] })).not.toEqual([]);
		expect(described.requestErrors('GET', list, { body: {} })).toEqual(['there must be no body']);
	});

	describedTest('finds fault with answers', (described) => {
		const errors = (method: string, status: number, body?: unknown) =>
			described.answerErrors(method, id, status, body);
		expect(errors('DELETE', 204)).toEqual([]);
		expect(errors('DELETE', 204, {})).toEqual(['204 has no body']);
		expect(errors('GET', 200, { id: 'conv_1' })).not.toEqual([]);
		expect(errors('GET', 201, {})).toEqual([`201 of GET ${id} is not described`]);
		expect(errors('GET', 422, { detail: [{ msg: 'x' }] })).not.toEqual([]);
		expect(errors('GET', 503, 'text')).toEqual([]);
	});

	describedTest('finds fault with the events of a stream', (described) => {
		const errors = (...body: object[]) => described.answerErrors('POST', list, 200, body);
		const started = { type: 'conversation.response.started', conversation_id: 'conv_1' };
		const event = started.type;
		expect(errors({ event, data: started })).toEqual([]);
		expect(errors({ data: started })).not.toEqual([]);
		expect(errors({ event: 'news', data: started })).not.toEqual([]);
		expect(errors({ event, data: started }, { event, data: { type: event } })).not.toEqual([]);
		expect(errors({ event, data: { ...started, surprise: 1 } })).not.toEqual([]);
	});
});
