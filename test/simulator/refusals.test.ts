import { describe, expect, test } from '@jest/globals';

import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start, append } = session;

interface Unprocessable {
	object: string;
	detail: { type: string; loc: (string | number)[]; msg: string; input: unknown }[];
}

const model = 'mistral-medium-latest';
const branches = ['ModelConversationRequest', 'AgentConversationRequest'];
const weather = {
	type: 'function',
	function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
};

/** Posts what must be refused with a 422 and gives its problems as `type at location: message`. */
async function problems(path: string, body: unknown): Promise<string[]> {
	const reply = await call<Unprocessable>('POST', path, body);
	expect(reply).toMatchObject({ status: 422, body: { object: 'Error' } });
	return reply.body.detail.map(({ type, loc, msg }) => `${type} at ${loc.join('.')}: ${msg}`);
}

function startProblems(fields: object): Promise<string[]> {
	return problems('/v1/conversations', { inputs: 'hello', model, ...fields });
}

describe('the gateway', () => {
	test.each(['Bearer wrong', 'simulator-key', undefined])('refuses %s as a key', async (key) => {
		const headers: Record<string, string> = key ? { authorization: key } : {};
		const response = await fetch(`${session.simulator.url}/v1/models`, { headers });
		expect(response.status).toBe(401);
		expect(await response.json()).toEqual({ detail: 'Invalid API Key' });
	});

	test('knows no other routes', async () => {
		expect(await call('GET', '/v2/models')).toMatchObject({
			status: 404,
			body: {
				message: 'no Route matched with those values',
				request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
			},
		});
	});
});

describe('a start is refused with 422', () => {
	test('in the live shape: every branch complains, with the refused input', async () => {
		const { status, body } = await call('POST', '/v1/conversations', {
			inputs: 'hello',
			model,
			surprise: 1,
		});
		expect(status).toBe(422);
		const extra = { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
		expect(body).toEqual({
			object: 'Error',
			detail: [
				{ ...extra, loc: ['body', branches[0], 'surprise'], input: 1 },
				{
					type: 'missing',
					loc: ['body', branches[1], 'agent_id'],
					msg: 'Field required',
					input: { inputs: 'hello', model, surprise: 1 },
				},
				{ ...extra, loc: ['body', branches[1], 'model'], input: model },
				{ ...extra, loc: ['body', branches[1], 'surprise'], input: 1 },
			],
		});
	});

	test('without a body, and with one that is no JSON', async () => {
		expect(await problems('/v1/conversations', undefined)).toEqual([
			'missing at body: Field required',
		]);
		const { url, apiKey } = session.simulator;
		const response = await fetch(`${url}/v1/conversations`, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: '{"inputs":',
		});
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ detail: [{ type: 'json_invalid' }] });
	});

	test('with both model and agent_id, and with neither', async () => {
		expect(await startProblems({ agent_id: 'ag_1' })).toEqual([
			`extra_forbidden at body.${branches[0]}.agent_id: Extra inputs are not permitted`,
			`extra_forbidden at body.${branches[1]}.model: Extra inputs are not permitted`,
		]);
		expect(await startProblems({ model: undefined })).toEqual([
			`missing at body.${branches[0]}.model: Field required`,
			`missing at body.${branches[1]}.agent_id: Field required`,
		]);
	});

	const list =
		'list[union[MessageInputEntry,MessageOutputEntry,FunctionResultEntry,FunctionCallEntry,ToolExecutionEntry,AgentHandoffEntry]]';
	test.each<[string, object, string]>([
		['no inputs', { inputs: undefined }, 'missing at @.inputs: Field required'],
		[
			'empty text',
			{ inputs: '' },
			'string_too_short at @.inputs.str: String should have at least 1 character',
		],
		[
			'an empty list',
			{ inputs: [] },
			`too_short at @.inputs.${list}: List should have at least 1 item after validation, not 0`,
		],
		[
			'a system message',
			{ inputs: [{ role: 'system', content: 'x' }] },
			`literal_error at @.inputs.${list}.0.MessageInputEntry.role: Input should be 'assistant' or 'user'`,
		],
		[
			'a result that is no text',
			{ inputs: [{ type: 'function.result', tool_call_id: 'a', result: {} }] },
			`string_type at @.inputs.${list}.0.FunctionResultEntry.result: Input should be a valid string`,
		],
		[
			'an unknown key in an entry',
			{ inputs: [{ role: 'user', content: 'x', name: 'Ada' }] },
			`extra_forbidden at @.inputs.${list}.0.MessageInputEntry.name: Extra inputs are not permitted`,
		],
		['stream as text', { stream: 'yes' }, 'bool_type at @.stream: Input should be a valid boolean'],
		['store as text', { store: 'yes' }, 'bool_type at @.store: Input should be a valid boolean'],
		[
			'handoff_execution with a model',
			{ handoff_execution: 'server' },
			"value_error at @: Value error, Conversation with a 'model' can't contain the following fields handoff_execution",
		],
		[
			'an unknown handoff_execution',
			{ handoff_execution: 'both' },
			"literal_error at @.handoff_execution: Input should be 'client' or 'server'",
		],
		['instructions as a number', { instructions: 1 }, 'string_type at @.instructions'],
		['metadata as text', { metadata: 'x' }, 'model_attributes_type at @.metadata'],
		['guardrails as an object', { guardrails: {} }, 'list_type at @.guardrails'],
		[
			'an unknown guardrail action',
			{ guardrails: [{ moderation_llm_v2: { action: 'stop' } }] },
			"literal_error at @.guardrails.0.moderation_llm_v2.action: Input should be 'none' or 'block'",
		],
		[
			'temperature above 1',
			{ completion_args: { temperature: 1.5 } },
			'less_than_equal at @.completion_args.temperature: Input should be less than or equal to 1',
		],
		[
			'temperature as text',
			{ completion_args: { temperature: 'hot' } },
			'float_type at @.completion_args.temperature: Input should be a valid number',
		],
		[
			'top_p below 0',
			{ completion_args: { top_p: -1 } },
			'greater_than_equal at @.completion_args.top_p',
		],
		[
			'presence_penalty above 2',
			{ completion_args: { presence_penalty: 3 } },
			'less_than_equal at @.completion_args.presence_penalty',
		],
		[
			'frequency_penalty below -2',
			{ completion_args: { frequency_penalty: -3 } },
			'greater_than_equal at @.completion_args.frequency_penalty',
		],
		[
			'negative max_tokens',
			{ completion_args: { max_tokens: -1 } },
			'greater_than_equal at @.completion_args.max_tokens',
		],
		[
			'a fraction of a token',
			{ completion_args: { max_tokens: 1.5 } },
			'int_type at @.completion_args.max_tokens: Input should be a valid integer',
		],
		[
			'negative random_seed',
			{ completion_args: { random_seed: -1 } },
			'greater_than_equal at @.completion_args.random_seed',
		],
		[
			'numbers in stop',
			{ completion_args: { stop: [1] } },
			'string_type at @.completion_args.stop.list[str].0',
		],
		[
			'an unknown tool_choice',
			{ completion_args: { tool_choice: 'maybe' } },
			"literal_error at @.completion_args.tool_choice: Input should be 'auto', 'none', 'any' or 'required'",
		],
		[
			'an unknown reasoning_effort',
			{ completion_args: { reasoning_effort: 'huge' } },
			'literal_error at @.completion_args.reasoning_effort',
		],
		[
			'an unknown response_format',
			{ completion_args: { response_format: { type: 'xml' } } },
			'literal_error at @.completion_args.response_format.type',
		],
		[
			'a JSON schema without a name',
			{
				completion_args: {
					response_format: { type: 'json_schema', json_schema: { schema: {} } },
				},
			},
			'missing at @.completion_args.response_format.json_schema.name: Field required',
		],
		[
			'a chat parameter that conversations lack',
			{ completion_args: { n: 2 } },
			'extra_forbidden at @.completion_args.n',
		],
		[
			'an unknown tool',
			{ tools: [{ type: 'browser' }] },
			"union_tag_invalid at @.tools.0: Input tag 'browser' found using 'type' does not match",
		],
		[
			'a library tool without libraries',
			{ tools: [{ type: 'document_library', library_ids: [] }] },
			'too_short at @.tools.0.document_library.library_ids: List should have at least 1 item after validation, not 0',
		],
		[
			'a connector without an id',
			{ tools: [{ type: 'connector' }] },
			'missing at @.tools.0.connector.connector_id: Field required',
		],
		[
			'a function without parameters',
			{ tools: [{ type: 'function', function: { name: 'f' } }] },
			'missing at @.tools.0.function.function.parameters: Field required',
		],
		[
			'include together with exclude',
			{
				tools: [{ type: 'web_search', tool_configuration: { include: ['a'], exclude: ['b'] } }],
			},
			"value_error at @.tools.0.web_search.tool_configuration: Value error, Only one of 'include' or 'exclude' can be set",
		],
		[
			'more than 128 tools',
			{ tools: Array.from({ length: 129 }, () => weather) },
			'too_long at @.tools: List should have at most 128 items after validation, not 129',
		],
	])('for %s', async (_what, fields, expected) => {
		const problem = expected.replace('@', `body.${branches[0]}`);
		expect(await startProblems(fields)).toContainEqual(expect.stringContaining(problem));
	});

	test('for tool_choice required with built-in tools', async () => {
		const found = await startProblems({
			tools: [{ type: 'web_search' }],
			completion_args: { tool_choice: 'required' },
		});
		expect(found).toEqual([
			"value_error at body.completion_args: Value error, Can't create an agent with 'tool_choice' set to 'required' and using built in connectors.",
		]);
	});
});

describe('a start is refused with 400 or 404', () => {
	test.each<[string, object, number, object]>([
		[
			'an unknown model',
			{ model: 'mistral-huge' },
			400,
			{ code: 3003, message: 'Model mistral-huge not in use.' },
		],
		['a model that cannot chat', { model: 'mistral-embed' }, 400, { code: 3003 }],
		[
			'built-in tools with a model that has none',
			{ model: 'ministral-8b-latest', tools: [{ type: 'web_search' }] },
			400,
			{
				code: 3004,
				message: 'Model ministral-8b-latest currently does not support builtin connectors.',
			},
		],
		[
			'reasoning with a model that does not',
			{ model: 'mistral-large-latest', completion_args: { reasoning_effort: 'high' } },
			400,
			{ message: 'reasoning_effort is not enabled for this model' },
		],
		[
			'an unknown agent',
			{ model: undefined, agent_id: 'ag_1' },
			404,
			{ message: 'Agent with id ag_1 was not found.' },
		],
	])('for %s', async (_what, fields, status, body) => {
		const request = { inputs: 'hello', model, ...fields };
		expect(await call('POST', '/v1/conversations', request)).toMatchObject({
			status,
			body: { object: 'Error', type: 'invalid_request_error', ...body },
		});
	});

	test.each([7, 'unheard-of'])('for the unknown agent version %s', async (agent_version) => {
		const agent_id = session.simulator.state.agents.list()[0]?.id;
		const request = { inputs: 'hello', agent_id, agent_version };
		expect(await call('POST', '/v1/conversations', request)).toMatchObject({
			status: 404,
			body: { message: expect.stringContaining(`${agent_version} of agent with id ${agent_id}`) },
		});
	});
});

describe('an append is refused', () => {
	test.each(['tools', 'instructions', 'model', 'agent_id', 'metadata', 'guardrails', 'name'])(
		'for %s, without the noise of branches',
		async (field) => {
			const { conversation_id } = await start('hello');
			const path = `/v1/conversations/${conversation_id}`;
			expect(await problems(path, { inputs: 'more', [field]: [] })).toEqual([
				`extra_forbidden at body.${field}: Extra inputs are not permitted`,
			]);
		},
	);

	test('for null where only start takes it', async () => {
		const { conversation_id } = await start('hello');
		const body = { inputs: 'more', store: null };
		expect(await problems(`/v1/conversations/${conversation_id}`, body)).toEqual([
			'bool_type at body.store: Input should be a valid boolean',
		]);
	});

	test('for neither inputs nor confirmations, and for both', async () => {
		const { conversation_id } = await start('hello');
		const tool_confirmations = [{ tool_call_id: 'a', confirmation: 'allow' }];
		for (const body of [{}, { inputs: 'x', tool_confirmations }]) {
			expect(await problems(`/v1/conversations/${conversation_id}`, body)).toEqual([
				"value_error at body: Value error, Exactly one of 'inputs' or 'tool_confirmations' must be set",
			]);
		}
	});

	test('for an unknown conversation', async () => {
		expect(await call('POST', '/v1/conversations/conv_1', { inputs: 'x' })).toMatchObject({
			status: 404,
			body: { message: 'Conversation with id conv_1 was not found.' },
		});
	});
});

describe('open calls', () => {
	async function openCall(fields: object) {
		const { conversation_id, outputs } = await start('get_weather', fields);
		const [output] = outputs;
		if (output?.type !== 'function.call') throw new Error('A function was to be called');
		return { path: `/v1/conversations/${conversation_id}`, id: output.tool_call_id };
	}

	const mismatch = {
		status: 400,
		body: { code: 3230, message: 'Not the same number of function calls and responses' },
	};
	const result = (tool_call_id: string) => ({
		type: 'function.result',
		tool_call_id,
		result: 'fine',
	});

	test('refuse other inputs and name the calls, and nothing is kept of it', async () => {
		const { path, id } = await openCall({ tools: [weather] });
		expect(await call('POST', path, { inputs: 'Never mind' })).toMatchObject({
			status: 400,
			body: {
				object: 'Error',
				code: 3001,
				message: `Cannot append other inputs while function results are still missing. Provide function results first for: ['${id}']`,
			},
		});
		expect((await call('GET', `${path}/history`)).body).toMatchObject({
			entries: [{}, { type: 'function.call' }],
		});
	});

	test('take results with a message behind them', async () => {
		const { path, id } = await openCall({ tools: [weather] });
		const inputs = [result(id), { role: 'user', content: 'Thanks' }];
		expect(await call('POST', path, { inputs })).toMatchObject({ status: 200 });
	});

	test('refuse results of other calls, of too many and of too few', async () => {
		const clock = { type: 'function', function: { name: 'weather', parameters: {} } };
		const { path, id } = await openCall({ tools: [weather, clock] });
		for (const inputs of [[result('other')], [result(id)], [result(id), result(id)]]) {
			expect(await call('POST', path, { inputs })).toMatchObject(mismatch);
		}
	});

	test('are none once the results are there', async () => {
		const { path, id } = await openCall({ tools: [weather] });
		await call('POST', path, { inputs: [result(id)] });
		expect(await call('POST', path, { inputs: [result(id)] })).toMatchObject(mismatch);
		const tool_confirmations = [{ tool_call_id: id, confirmation: 'allow' }];
		expect(await call('POST', path, { tool_confirmations })).toMatchObject(mismatch);
	});

	test('that are pending want all their confirmations and nothing else', async () => {
		const connector = (connector_id: string) => ({
			type: 'connector',
			connector_id,
			tool_configuration: { requires_confirmation: ['search'] },
		});
		const { conversation_id, outputs } = await start('gmail and notion', {
			tools: [connector('gmail'), connector('notion')],
		});
		const path = `/v1/conversations/${conversation_id}`;
		const [first = '', second = ''] = outputs.flatMap((entry) =>
			entry.type === 'function.call' ? [entry.tool_call_id] : [],
		);
		const missing = (ids: string) => ({
			status: 400,
			body: { code: 3001, message: expect.stringContaining(ids) },
		});
		expect(await call('POST', path, { inputs: 'Yes' })).toMatchObject(
			missing(`['${first}', '${second}']`),
		);
		const allow = { tool_call_id: first, confirmation: 'allow' };
		expect(await call('POST', path, { tool_confirmations: [allow] })).toMatchObject(
			missing(`['${second}']`),
		);
		expect(await call('POST', path, { inputs: [result(first), result(second)] })).toMatchObject(
			mismatch,
		);
		const both = [allow, { tool_call_id: second, confirmation: 'deny' }];
		expect(await call('POST', path, { tool_confirmations: both })).toMatchObject({ status: 200 });
	});

	test('may be replayed as inputs of a start, with their results', async () => {
		const asked = { type: 'function.call', tool_call_id: 'abcdefghi', name: 'f', arguments: {} };
		const { outputs } = await start([{ role: 'user', content: 'x' }, asked, result('abcdefghi')]);
		expect(outputs).toMatchObject([{ content: 'f says: “fine”.' }]);
		const request = { model, inputs: [asked] };
		expect(await call('POST', '/v1/conversations', request)).toMatchObject(mismatch);
	});
});

describe('a restart is refused', () => {
	test('of a conversation that was never appended to', async () => {
		const { conversation_id, outputs } = await start('hello');
		const path = `/v1/conversations/${conversation_id}/restart`;
		expect(await call('POST', path, { from_entry_id: outputs[0]?.id })).toMatchObject({
			status: 400,
			body: { message: expect.stringContaining('never appended to') },
		});
	});

	test('from an entry that is not in it, and without one', async () => {
		const { conversation_id } = await start('hello');
		await append(conversation_id, 'more');
		const path = `/v1/conversations/${conversation_id}/restart`;
		expect(await call('POST', path, { from_entry_id: 'msg_1' })).toMatchObject({
			status: 404,
			body: { message: 'Entry with id msg_1 was not found.' },
		});
		expect(await problems(path, { inputs: 'x', tools: [] })).toEqual([
			'missing at body.from_entry_id: Field required',
			'extra_forbidden at body.tools: Extra inputs are not permitted',
		]);
	});
});

test('a second request to a conversation that is being answered is a 409', async () => {
	const { conversation_id } = await start('hello');
	const path = `/v1/conversations/${conversation_id}`;
	session.simulator.faults.add({ path, latency: 200 });
	const first = call('POST', path, { inputs: 'one' });
	while (session.simulator.requests.length < 2) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	expect(await call('POST', path, { inputs: 'two' })).toMatchObject({
		status: 409,
		body: { object: 'Error', message: expect.stringContaining(conversation_id) },
	});
	expect((await first).status).toBe(200);
	expect((await call('POST', path, { inputs: 'three' })).status).toBe(200);
});

describe('a list is refused', () => {
	test.each([
		['/v1/conversations?page=x', 'int_parsing', 'page'],
		['/v1/conversations?page_size=0', 'greater_than_equal', 'page_size'],
		['/v1/conversations?metadata=team', 'json_invalid', 'metadata'],
		['/v1/conversations?metadata=[1]', 'model_attributes_type', 'metadata'],
		['/v1/agents?page_size=1001', 'less_than_equal', 'page_size'],
		['/v1/agents/pages?page_size=0', 'greater_than_equal', 'page_size'],
		['/v1/agents/pages?page_token=x', 'value_error', 'page_token'],
		['/v1/agents/pages?sources=web', 'literal_error', 'sources'],
	])('for %s', async (path, type, parameter) => {
		const reply = await call<Unprocessable>('GET', path);
		expect(reply.status).toBe(422);
		expect(reply.body.detail[0]?.type).toBe(type);
		expect(reply.body.detail[0]?.loc.slice(0, 2)).toEqual(['query', parameter]);
	});
});
