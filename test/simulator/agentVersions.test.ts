import { beforeEach, describe, expect, test } from '@jest/globals';

import type { Agent } from '../../simulator/agents/registry';
import { useSimulator, type Reply } from './useSimulator';

const session = useSimulator();
const { call, start, append } = session;

const model = 'mistral-medium-latest';
const agents = '/v1/agents';

async function create(fields: object = {}): Promise<Agent> {
	const reply = await call<Agent>('POST', agents, { name: 'Clerk', model, ...fields });
	expect(reply).toMatchObject({ status: 200 });
	return reply.body;
}

async function update(id: string, fields: object): Promise<Agent> {
	const reply = await call<Agent>('PATCH', `${agents}/${id}`, fields);
	expect(reply).toMatchObject({ status: 200 });
	return reply.body;
}

interface Refusal {
	message?: string;
	detail?: { type: string; loc: (string | number)[]; msg: string }[];
}

/** What is refused, as `type at location`, or the message. */
function problems({ status, body }: Reply<Refusal>): string[] {
	expect(status).toBeGreaterThanOrEqual(400);
	return body.detail?.map(({ type, loc }) => `${type} at ${loc.join('.')}`) ?? [`${body.message}`];
}

describe('an agent that is created', () => {
	test('comes back with the defaults of what was not sent', async () => {
		expect(await create()).toEqual({
			object: 'agent',
			id: expect.stringMatching(/^ag_[0-9a-f]{32}$/),
			name: 'Clerk',
			model,
			version: 0,
			versions: [0],
			created_at: expect.any(String),
			updated_at: expect.any(String),
			source: 'api',
			instructions: null,
			description: null,
			tools: [],
			completion_args: {
				stop: null,
				presence_penalty: null,
				frequency_penalty: null,
				temperature: 0.3,
				top_p: null,
				max_tokens: null,
				random_seed: null,
				prediction: null,
				response_format: null,
				tool_choice: 'auto',
				reasoning_effort: null,
			},
			guardrails: null,
			handoffs: null,
			metadata: null,
			deployment_chat: false,
			version_message: null,
		});
	});

	test('has its tools, formats and guardrails filled in, and hides secrets', async () => {
		const made = await create({
			tools: [
				{ type: 'web_search' },
				{
					type: 'connector',
					connector_id: 'gmail',
					authorization: { type: 'api-key', value: 'secret' },
					tool_configuration: { include: ['search'] },
				},
				{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } },
			],
			completion_args: {
				temperature: 0,
				response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {} } },
			},
			guardrails: [{ moderation_llm_v2: { custom_category_thresholds: { pii: 0.5 } } }],
		});
		const configuration = { exclude: null, include: ['search'], requires_confirmation: null };
		expect(made.tools).toEqual([
			{ type: 'web_search', tool_configuration: null },
			{
				type: 'connector',
				connector_id: 'gmail',
				authorization: { type: 'api-key', value: '**********' },
				tool_configuration: configuration,
			},
			{
				type: 'function',
				function: { name: 'f', description: '', strict: false, parameters: { type: 'object' } },
			},
		]);
		expect(made.completion_args).toMatchObject({
			temperature: 0,
			response_format: {
				type: 'json_schema',
				json_schema: { name: 'a', description: null, schema: {}, strict: false },
			},
		});
		expect(made.guardrails).toMatchObject([
			{
				block_on_error: false,
				moderation_llm_v1: null,
				moderation_llm_v2: {
					model_name: 'mistral-moderation-2603',
					custom_category_thresholds: { sexual: null, pii: 0.5 },
					ignore_other_categories: false,
					action: 'none',
				},
			},
		]);
	});

	test('answers conversations with its instructions, tools and handoffs', async () => {
		const searcher = await create({ name: 'Searcher', tools: [{ type: 'web_search' }] });
		const desk = await create({ name: 'Desk', handoffs: [searcher.id] });
		const { outputs } = await start('Please hand over', { agent_id: desk.id });
		expect(outputs.map(({ type }) => type)).toEqual([
			'agent.handoff',
			'tool.execution',
			'message.output',
		]);
	});

	test.each<[string, object, string]>([
		['no name', { name: undefined }, 'missing at body.name'],
		['no model', { model: undefined }, 'missing at body.model'],
		['an unknown key', { surprise: 1 }, 'extra_forbidden at body.surprise'],
		[
			'what only an update knows',
			{ deployment_chat: true },
			'extra_forbidden at body.deployment_chat',
		],
		['no handoffs in the list', { handoffs: [] }, 'too_short at body.handoffs'],
		['an unknown handoff', { handoffs: ['ag_1'] }, 'Agent with id ag_1 was not found.'],
		[
			'a long version message',
			{ version_message: 'x'.repeat(501) },
			'string_too_long at body.version_message',
		],
		[
			'129 tools',
			{ tools: Array.from({ length: 129 }, () => ({ type: 'web_search' })) },
			'too_long at body.tools',
		],
		[
			'include and exclude',
			{ tools: [{ type: 'web_search', tool_configuration: { include: [], exclude: [] } }] },
			'value_error at body.tools.0.web_search.tool_configuration',
		],
		[
			'tool_choice required with built-in tools',
			{ tools: [{ type: 'web_search' }], completion_args: { tool_choice: 'required' } },
			'value_error at body.completion_args',
		],
		['an unknown model', { model: 'mistral-huge' }, 'Model mistral-huge not in use.'],
	])('is refused with %s', async (_what, fields, expected) => {
		const request = { name: 'Clerk', model, ...fields };
		expect(problems(await call<Refusal>('POST', agents, request))).toEqual([expected]);
	});
});

describe('an agent that is changed', () => {
	let agent: Agent;
	beforeEach(async () => {
		agent = await create({ instructions: 'One', version_message: 'First' });
	});
	const path = (rest = '') => `${agents}/${agent.id}${rest}`;

	test('gets a new version, which is the current one and has the rest as before', async () => {
		const changed = await update(agent.id, { instructions: 'Two', deployment_chat: true });
		expect(changed).toMatchObject({
			...agent,
			instructions: 'Two',
			deployment_chat: true,
			version: 1,
			versions: [0, 1],
			version_message: null,
			updated_at: expect.any(String),
		});
		expect((await call('GET', path())).body).toEqual(changed);
		expect((await call('GET', path('?agent_version=0'))).body).toMatchObject({
			instructions: 'One',
			version_message: 'First',
		});
	});

	test('loses what is null, but not what an agent needs', async () => {
		const nothing = { instructions: null, name: null, model: null, deployment_chat: null };
		expect(await update(agent.id, nothing)).toMatchObject({
			instructions: null,
			name: 'Clerk',
			model,
			deployment_chat: false,
		});
	});

	test('is refused with unknown keys and with what does not go with the rest', async () => {
		await update(agent.id, { tools: [{ type: 'web_search' }] });
		for (const [body, expected] of [
			[{ surprise: 1 }, 'extra_forbidden at body.surprise'],
			[{ tools: null }, 'list_type at body.tools'],
			[{ completion_args: { tool_choice: 'required' } }, 'value_error at body.completion_args'],
		] as const) {
			expect(problems(await call<Refusal>('PATCH', path(), body))).toEqual([expected]);
		}
		expect((await call('GET', path())).body).toMatchObject({ version: 1 });
	});

	test('is switched from version to version, and changed from there', async () => {
		await update(agent.id, { instructions: 'Two' });
		const { body } = await call('PATCH', path('/version?version=0'));
		expect(body).toMatchObject({ version: 0, versions: [0, 1], instructions: 'One' });
		expect(await update(agent.id, { description: 'x' })).toMatchObject({
			version: 2,
			instructions: 'One',
		});
		expect(problems(await call<Refusal>('PATCH', path('/version')))).toEqual([
			'missing at query.version',
		]);
		expect(problems(await call<Refusal>('PATCH', path('/version?version=one')))).toEqual([
			'int_parsing at query.version',
		]);
		expect(problems(await call<Refusal>('PATCH', path('/version?version=9')))).toEqual([
			`Version 9 of agent with id ${agent.id} was not found.`,
		]);
	});

	test('answers new conversations and restarts in its current version', async () => {
		const begun = await start('Hello', { agent_id: agent.id });
		await append(begun.conversation_id, 'More');
		await update(agent.id, { tools: [{ type: 'web_search' }] });
		const old = await append(begun.conversation_id, 'Search');
		expect(old.outputs.map(({ type }) => type)).toEqual(['message.output']);
		const { body } = await call('POST', `/v1/conversations/${begun.conversation_id}/restart`, {
			from_entry_id: begun.outputs[0]?.id,
			inputs: 'Search',
		});
		expect(body).toMatchObject({ outputs: [{ type: 'tool.execution' }, {}] });
	});
});

describe('the versions of an agent', () => {
	test('are listed newest first, page by page', async () => {
		const { id } = await create();
		for (let i = 1; i < 25; i++) await update(id, { description: `${i}` });
		const numbers = async (query: string) =>
			(await call<Agent[]>('GET', `${agents}/${id}/versions${query}`)).body.map(
				({ version }) => version,
			);
		expect(await numbers('')).toHaveLength(20);
		expect(await numbers('?page=1')).toEqual([4, 3, 2, 1, 0]);
		expect(await numbers('?page_size=2&page=3')).toEqual([18, 17]);
		expect(await numbers('?page=9')).toEqual([]);
		const refused = await call<Refusal>('GET', `${agents}/${id}/versions?page_size=101`);
		expect(problems(refused)).toEqual(['less_than_equal at query.page_size']);
	});

	test('are had one by one', async () => {
		const { id } = await create({ description: 'old' });
		await update(id, { description: 'new' });
		expect((await call('GET', `${agents}/${id}/versions/0`)).body).toMatchObject({
			version: 0,
			description: 'old',
		});
		expect(await call('GET', `${agents}/${id}/versions/2`)).toMatchObject({ status: 404 });
	});
});

describe('an agent that is deleted', () => {
	test('is unknown everywhere', async () => {
		const { id } = await create();
		const gone = `Agent with id ${id} was not found.`;
		expect(await call('DELETE', `${agents}/${id}`)).toMatchObject({ status: 204, body: '' });
		for (const [method, path] of [
			['GET', ''],
			['DELETE', ''],
			['PATCH', '/version?version=0'],
			['GET', '/versions'],
			['GET', '/versions/0'],
			['GET', '/aliases'],
			['PUT', '/aliases?alias=a&version=0'],
			['DELETE', '/aliases?alias=a'],
		] as const) {
			expect(problems(await call<Refusal>(method, `${agents}/${id}${path}`))).toEqual([gone]);
		}
		expect(problems(await call<Refusal>('PATCH', `${agents}/${id}`, {}))).toEqual([gone]);
		const list = await call<{ data: Agent[] }>('GET', `${agents}/pages?id=${id}`);
		expect(list.body.data).toEqual([]);
	});

	test('leaves its conversations readable, but not to be continued', async () => {
		const { id } = await create();
		const { conversation_id } = await start('Hello', { agent_id: id });
		await call('DELETE', `${agents}/${id}`);
		const path = `/v1/conversations/${conversation_id}`;
		expect((await call('GET', path)).body).toMatchObject({ agent_id: id, agent_version: 0 });
		expect((await call('GET', `${path}/history`)).body).toMatchObject({ entries: [{}, {}] });
		expect(await call('POST', path, { inputs: 'More' })).toMatchObject({ status: 404 });
	});
});
