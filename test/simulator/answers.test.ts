import { describe, expect, test } from '@jest/globals';

import type { ConversationResponse } from '../../simulator/conversations/exchange';
import type { FunctionCall } from '../../simulator/schemas/entries';
import { handbookId, manualsId } from './seededLibrary';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start, append } = session;

const weather = {
	type: 'function',
	function: {
		name: 'get_weather',
		parameters: { type: 'object', properties: { city: { type: 'string' } } },
	},
};
const clock = { type: 'function', function: { name: 'readClock', parameters: {} } };

function agentId(name: string): string {
	const agent = session.simulator.state.agents.list().find((one) => one.name === name);
	if (!agent) throw new Error(`There is no agent ${name}`);
	return agent.id;
}

function calls({ outputs }: ConversationResponse): FunctionCall[] {
	return outputs.filter((entry) => entry.type === 'function.call');
}

function results(response: ConversationResponse, result: string): object[] {
	return calls(response).map(({ tool_call_id }) => ({
		type: 'function.result',
		tool_call_id,
		result,
	}));
}

describe('a plain answer', () => {
	test('quotes the text, the turn before and the instructions', async () => {
		const { conversation_id, outputs } = await start('Hello', { instructions: 'Be kind' });
		expect(outputs).toMatchObject([
			{
				type: 'message.output',
				role: 'assistant',
				model: 'mistral-medium-latest',
				content: 'You said: “Hello”. My instructions are: “Be kind”.',
			},
		]);
		const later = await append(conversation_id, 'And now?');
		expect(later.outputs).toMatchObject([
			{
				content:
					'You said: “And now?”. This is turn 2; before that you said: “Hello”. My instructions are: “Be kind”.',
			},
		]);
	});

	test('lists attachments', async () => {
		const { outputs } = await start([
			{
				role: 'user',
				content: [
					{ type: 'text', text: 'Look' },
					{ type: 'image_url', image_url: 'data:image/png;base64,iVBORw0' },
					{ type: 'document_url', document_url: 'data:,x', document_name: 'plan.pdf' },
				],
			},
		]);
		expect(outputs).toMatchObject([
			{ content: 'You said: “Look”. With it came an image and the document plan.pdf.' },
		]);
	});

	test('begins with the prefix', async () => {
		const { outputs } = await start([
			{ role: 'user', content: 'Hello' },
			{ role: 'assistant', content: 'Well: ', prefix: true },
		]);
		expect(outputs).toMatchObject([{ content: 'Well: You said: “Hello”.' }]);
	});
});

describe('built-in tools', () => {
	test.each(['web_search', 'web_search_premium'])('%s gives references', async (type) => {
		const { outputs, usage } = await start('Who won?', { tools: [{ type }] });
		expect(outputs).toMatchObject([
			{ type: 'tool.execution', name: type, arguments: '{"query":"Who won?"}' },
			{
				type: 'message.output',
				content: [
					{ type: 'text' },
					{ type: 'tool_reference', tool: type, url: expect.stringContaining('https://') },
					{ type: 'tool_reference' },
					{ type: 'tool_reference' },
					{ type: 'text', text: '.' },
				],
			},
		]);
		expect(usage.connectors).toEqual({ [type]: 1 });
		expect(usage.connector_tokens).toBeGreaterThan(0);
		expect(usage.total_tokens).toBe(
			usage.prompt_tokens + usage.completion_tokens + (usage.connector_tokens ?? 0),
		);
	});

	test('code_interpreter says so, runs and tells the result', async () => {
		const { outputs } = await start('one two three', { tools: [{ type: 'code_interpreter' }] });
		expect(outputs).toMatchObject([
			{ type: 'message.output' },
			{
				type: 'tool.execution',
				name: 'code_interpreter',
				info: { code: expect.stringContaining('one two three'), code_output: '3\n' },
			},
			{ type: 'message.output', content: expect.stringContaining('3 words') },
		]);
	});

	test('image_generation gives a file', async () => {
		const { outputs } = await start('A cat', { tools: [{ type: 'image_generation' }] });
		expect(outputs).toMatchObject([
			{ type: 'tool.execution', name: 'image_generation' },
			{
				content: [
					{ type: 'text' },
					{
						type: 'tool_file',
						tool: 'image_generation',
						file_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
						file_name: 'image_generated_0',
						file_type: 'png',
					},
				],
			},
		]);
	});

	test('document_library searches', async () => {
		const tools = [{ type: 'document_library', library_ids: [handbookId, manualsId] }];
		const { outputs } = await start('Unicorns?', { tools });
		expect(outputs).toMatchObject([
			{ type: 'tool.execution', name: 'document_library' },
			{ type: 'message.output', content: expect.stringContaining('2 libraries') },
		]);
	});

	test('of several, those that the text suggests are used', async () => {
		const tools = [
			{ type: 'web_search' },
			{ type: 'image_generation' },
			{ type: 'code_interpreter' },
		];
		const both = await start('Search the web and draw a picture', { tools });
		expect(both.usage.connectors).toEqual({ web_search: 1, image_generation: 1 });
		const none = await start('Hello', { tools });
		expect(none.usage).toMatchObject({ connectors: null, connector_tokens: null });
		const any = await start('Hello', { tools, completion_args: { tool_choice: 'any' } });
		expect(any.usage.connectors).toEqual({ web_search: 1 });
	});

	test('are left alone with tool_choice none, and when their configuration excludes them', async () => {
		const forbidden = await start('Hello', {
			tools: [{ type: 'web_search' }],
			completion_args: { tool_choice: 'none' },
		});
		expect(forbidden.usage.connectors).toBeNull();
		const excluded = await start('Hello', {
			tools: [{ type: 'web_search', tool_configuration: { exclude: ['web_search'] } }],
		});
		expect(excluded.usage.connectors).toBeNull();
	});
});

describe('functions', () => {
	test('are called when the text has their name or all its words, several at once', async () => {
		const response = await start('I need the weather, get it, and readClock!', {
			tools: [weather, clock],
		});
		expect(response.outputs).toMatchObject([
			{
				type: 'function.call',
				name: 'get_weather',
				arguments: '{"city":"example city"}',
				tool_call_id: expect.stringMatching(/^[0-9a-zA-Z]{9}$/),
				confirmation_status: null,
				completed_at: null,
			},
			{ type: 'function.call', name: 'readClock' },
		]);
		const final = await append(response.conversation_id, results(response, 'fine'));
		expect(final.outputs).toMatchObject([
			{ content: 'get_weather says: “fine”. readClock says: “fine”.' },
		]);
	});

	test.each(['any', 'required'])('are called with tool_choice %s anyway', async (tool_choice) => {
		const response = await start('Hello', {
			tools: [weather, clock],
			completion_args: { tool_choice },
		});
		expect(calls(response)).toMatchObject([{ name: 'get_weather' }]);
		const final = await append(response.conversation_id, results(response, 'fine'));
		expect(final.outputs).toMatchObject([{ type: 'message.output' }]);
	});

	test('are called again and again when the user says repeatedly', async () => {
		const first = await start('get_weather repeatedly', { tools: [weather] });
		const second = await append(first.conversation_id, results(first, 'fine'));
		expect(calls(second)).toHaveLength(1);
	});
});

describe('connectors', () => {
	const gmail = { type: 'connector', connector_id: 'gmail' };
	const careful = { ...gmail, tool_configuration: { requires_confirmation: ['gmail_search'] } };

	test('are searched', async () => {
		const { outputs, usage } = await start('Any mail?', { tools: [gmail] });
		expect(outputs).toMatchObject([
			{ type: 'tool.execution', name: 'gmail_search' },
			{ type: 'message.output', content: expect.stringContaining('gmail') },
		]);
		expect(usage.connectors).toEqual({ gmail_search: 1 });
	});

	test.each([
		['allow', 'allowed', ['tool.execution', 'message.output']],
		['deny', 'denied', ['message.output']],
	])('that need confirmation wait for %s', async (confirmation, status, types) => {
		const response = await start('Any mail?', { tools: [careful] });
		expect(response.outputs).toMatchObject([
			{ type: 'function.call', name: 'gmail_search', confirmation_status: 'pending' },
		]);
		const tool_call_id = calls(response)[0]?.tool_call_id;
		const final = await append(response.conversation_id, undefined, {
			tool_confirmations: [{ tool_call_id, confirmation }],
		});
		expect(final.outputs.map(({ type }) => type)).toEqual(types);
		const path = `/v1/conversations/${response.conversation_id}/history`;
		expect((await call('GET', path)).body).toMatchObject({
			entries: [{}, { tool_call_id, confirmation_status: status }, ...types.map(() => ({}))],
		});
	});
});

describe('agents', () => {
	test('answer with their instructions, tools and model', async () => {
		const { outputs } = await start('Who won?', { agent_id: agentId('Web researcher') });
		expect(outputs).toMatchObject([
			{ type: 'tool.execution', name: 'web_search', agent_id: agentId('Web researcher') },
			{ type: 'message.output', agent_id: agentId('Web researcher') },
		]);
	});

	test.each([
		[undefined, 'Translate into the language you are told.'],
		[0, 'Translate into French.'],
		['1', 'Translate into German.'],
		['stable', 'Translate into German.'],
	])('answer in version %s', async (agent_version, instructions) => {
		const { outputs } = await start('Hi', { agent_id: agentId('Translator'), agent_version });
		expect(outputs).toMatchObject([{ content: expect.stringContaining(instructions) }]);
	});

	test('hand over to the first agent they name, which then answers', async () => {
		const response = await start('Please hand over: who won?', {
			agent_id: agentId('Receptionist'),
		});
		expect(response.outputs).toMatchObject([
			{
				type: 'agent.handoff',
				previous_agent_name: 'Receptionist',
				next_agent_id: agentId('Web researcher'),
				next_agent_name: 'Web researcher',
			},
			{ type: 'tool.execution' },
			{ agent_id: agentId('Web researcher'), model: 'mistral-medium-latest' },
		]);
	});

	test('follow up the calls they made after a handoff', async () => {
		const { agents } = session.simulator.state;
		const model = 'mistral-medium-latest';
		const tools = [
			{
				type: 'connector' as const,
				connector_id: 'gmail',
				tool_configuration: { requires_confirmation: ['search'] },
			},
		];
		const clerk = agents.add({ name: 'Clerk', model, tools });
		const porter = agents.add({ name: 'Porter', model, handoffs: [clerk.id] });
		const response = await start('Please hand over', { agent_id: porter.id });
		const tool_call_id = calls(response)[0]?.tool_call_id;
		const final = await append(response.conversation_id, undefined, {
			tool_confirmations: [{ tool_call_id, confirmation: 'allow' }],
		});
		expect(final.outputs).toMatchObject([
			{ type: 'tool.execution', agent_id: clerk.id },
			{ type: 'message.output', agent_id: clerk.id },
		]);
	});

	test('leave the handoff to a client that wants it', async () => {
		const { outputs } = await start('A handoff, please', {
			agent_id: agentId('Receptionist'),
			handoff_execution: 'client',
		});
		expect(outputs).toMatchObject([{ type: 'agent.handoff' }]);
		expect(outputs).toHaveLength(1);
	});
});

describe('completion_args', () => {
	test('reasoning_effort puts a thinking chunk first', async () => {
		const { outputs } = await start('Hello', { completion_args: { reasoning_effort: 'high' } });
		expect(outputs).toMatchObject([
			{
				content: [
					{ type: 'thinking', thinking: [{ type: 'text' }], closed: true },
					{ type: 'text', text: 'You said: “Hello”.' },
				],
			},
		]);
	});

	test('a JSON schema gets a value that satisfies it', async () => {
		const schema = {
			type: 'object',
			properties: {
				title: { type: 'string', maxLength: 10 },
				kind: { enum: ['novel', 'poem'] },
				pages: { type: 'integer', minimum: 20 },
				author: { $ref: '#/$defs/person' },
				tags: { type: 'array', items: { type: 'string' }, minItems: 2 },
			},
			required: ['title', 'kind'],
			$defs: {
				person: {
					type: 'object',
					properties: { born: { type: 'string', format: 'date' }, alive: { type: 'boolean' } },
				},
			},
		};
		const { outputs } = await start('A book', {
			completion_args: {
				response_format: { type: 'json_schema', json_schema: { name: 'book', schema } },
			},
		});
		expect(outputs).toMatchObject([{ content: expect.any(String) }]);
		const [output] = outputs;
		const content = output?.type === 'message.output' ? output.content : '';
		expect(JSON.parse(String(content))).toEqual({
			title: 'example ti',
			kind: 'novel',
			pages: 20,
			author: { born: '2025-01-31', alive: true },
			tags: ['example tags', 'example tags'],
		});
	});

	test('json_object needs the word JSON, else there is only whitespace', async () => {
		const completion_args = { response_format: { type: 'json_object' } };
		const asked = await start('Greet me in JSON', { completion_args });
		expect(asked.outputs).toMatchObject([
			{ content: '{"answer":"You said: “Greet me in JSON”."}' },
		]);
		const unasked = await start('Greet me', { completion_args });
		expect(unasked.outputs).toMatchObject([{ content: expect.stringMatching(/^\s+$/) }]);
	});

	test('max_tokens ends the answer after as many words', async () => {
		const { outputs, usage } = await start('one two three', { completion_args: { max_tokens: 3 } });
		expect(outputs).toMatchObject([{ content: 'You said: “one' }]);
		expect(usage.completion_tokens).toBe(3);
	});

	test('stop ends the answer before the sequence', async () => {
		const { outputs } = await start('one two', { completion_args: { stop: ['x', ' two'] } });
		expect(outputs).toMatchObject([{ content: 'You said: “one' }]);
	});
});

describe('guardrails', () => {
	const guardrails = [{ moderation_llm_v2: { action: 'block' } }];

	test('say what they found', async () => {
		const response = await start('Hello', { guardrails });
		expect(response.guardrails).toMatchObject([
			{ moderation_llm_v2: { action: 'none', categories: { dangerous: { violated: false } } } },
		]);
	});

	test('block forbidden text', async () => {
		const { status, body } = await call('POST', '/v1/conversations', {
			inputs: 'Something forbidden',
			model: 'mistral-medium-latest',
			guardrails,
		});
		expect(status).toBe(403);
		expect(body).toMatchObject({
			error: { message: 'Content blocked by guardrail', status: 403 },
			guardrails: { results: { moderation_llm_v2: { violated: true, action: 'block' } } },
		});
	});
});
