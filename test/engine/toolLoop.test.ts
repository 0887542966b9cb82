import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IDataObject, INodeParameters, StructuredChunk } from 'n8n-workflow';

import type { Answer } from '../../simulator/requestLog';
import { useSimulator } from '../simulator/useSimulator';
import { review, supplying, type SuppliedTool, type ToolNode } from './toolNodes';
import { credentialFor, runConversations, runNode } from './workflow';

const answers: Answer[] = [];
const session = useSimulator({ onAnswer: (answer) => void answers.push(answer) });

const schema = { type: 'object', properties: { city: { type: 'string' } } };

type Invoke = SuppliedTool['invoke'];

/** A tool that is called by its name; `invoke` may be looked at. */
const toolOf = (name: string, invoke: Invoke) => {
	const tool = { name, description: `Does ${name}`, schema, invoke: jest.fn(invoke) };
	return { invoke: tool.invoke, node: supplying(name, tool) };
};
const giving = (name: string, result: unknown) =>
	toolOf(name, async () => await Promise.resolve(result));
const offered = (name: string) => ({
	type: 'function',
	function: { name, description: `Does ${name}`, parameters: schema },
});

const lines = (...all: string[]) => all.join('\n');

const run = async (
	text: string,
	tools: ToolNode[],
	more: INodeParameters = {},
	settings: Parameters<typeof runConversations>[2] = {},
) => {
	const parameters = { operation: 'start', text, ...more };
	const given = { tools, ...settings };
	const result = await runConversations(credentialFor(session.simulator), parameters, given);
	const [item = {}] = result.outputs[0] ?? [];
	return { ...result, item };
};
const reply = async (...args: Parameters<typeof run>): Promise<IDataObject> => {
	const { item, error } = await run(...args);
	if (error) throw new Error(`${error.message} | ${error.description}`);
	return item;
};

const bodies = () => session.simulator.requests.map(({ body }) => body as IDataObject);
const resultsIn = (body?: IDataObject) =>
	(body?.inputs as IDataObject[]).map(({ result }) => String(result));
const idsIn = (body?: IDataObject) =>
	(body?.inputs as IDataObject[]).map(({ tool_call_id: id }) => String(id));

describe('the loop of connected tools', () => {
	let sun: ReturnType<typeof giving>;
	let rain: ReturnType<typeof giving>;
	let broken: ReturnType<typeof toolOf>;
	beforeEach(() => {
		sun = giving('get_sun', '12 h');
		rain = giving('get_rain', { mm: 3 });
		broken = toolOf('get_snow', async () => await Promise.reject(new Error('The gauge is frozen')));
	});

	const allThree = lines(
		'/rounds 3',
		'/call get_sun {"city":"Oslo"}',
		'/call get_rain {"city":"Oslo"}',
		'/call get_snow {"city":"Oslo"}',
	);

	it.each([true, false])(
		'runs three rounds of three calls, one of which fails, sending nothing twice (stream: %s)',
		async (stream) => {
			const output = await reply(allThree, [sun.node, rain.node, broken.node], { stream });
			expect(output).toMatchObject({ status: 'completed', text: expect.stringContaining('12 h') });
			expect(output).not.toHaveProperty('functionCalls');

			const [start, ...appends] = bodies();
			const isStreamed = stream ? { stream } : {};
			expect(start).toEqual({
				model: 'mistral-medium-latest',
				inputs: allThree,
				// n8n gives tools in the reverse order of their connections.
				tools: expect.arrayContaining([
					offered('get_sun'),
					offered('get_rain'),
					offered('get_snow'),
				]),
				...isStreamed,
			});
			expect(start?.tools).toHaveLength(3);
			const paths = session.simulator.requests.slice(1).map(({ path }) => path);
			expect(new Set(paths)).toEqual(
				new Set([`/v1/conversations/${String(output.conversationId)}`]),
			);
			expect(appends).toHaveLength(3);
			for (const append of appends) {
				expect(append).toEqual({
					inputs: ['12 h', '{"mm":3}', 'Error: The gauge is frozen'].map((result) => ({
						type: 'function.result',
						tool_call_id: expect.any(String),
						result,
					})),
					...isStreamed,
				});
			}
			expect(new Set(appends.flatMap(idsIn)).size).toBe(9);
			for (const { invoke } of [sun, rain, broken]) {
				expect(invoke.mock.calls.map(([args]) => args)).toEqual(Array(3).fill({ city: 'Oslo' }));
			}
		},
	);

	it('runs the calls of a round side by side', async () => {
		let waiting: Array<() => void> = [];
		const meeting = async () => {
			await new Promise<void>((resolve) => {
				waiting.push(resolve);
				if (waiting.length < 3) return;
				for (const go of waiting) go();
				waiting = [];
			});
			return 'met';
		};
		const tools = ['a', 'b', 'c'].map((name) => toolOf(`meet_${name}`, meeting).node);
		await reply(lines('/call meet_a {}', '/call meet_b {}', '/call meet_c {}'), tools);
		expect(resultsIn(bodies()[1])).toEqual(['met', 'met', 'met']);
	});

	it('runs two calls of one tool as two', async () => {
		await reply(lines('/call get_sun {"city":"Oslo"}', '/call get_sun {"city":"Rome"}'), [
			sun.node,
		]);
		expect(sun.invoke.mock.calls.map(([args]) => args)).toEqual([
			{ city: 'Oslo' },
			{ city: 'Rome' },
		]);
		expect(idsIn(bodies()[1])).toHaveLength(2);
	});

	it('carries the settings that an append takes through all rounds, and no others', async () => {
		const completionArgs = { temperature: 0.5, responseFormat: 'json_object' };
		const options = { name: 'Talk', metadata: '{ "a": 1 }', maxToolRounds: 5 };
		await reply(`${allThree} JSON`, [sun.node, rain.node, broken.node], {
			completionArgs,
			options,
			instructions: 'Be brief',
		});
		const [start, ...appends] = bodies();
		expect(start).toMatchObject({ name: 'Talk', metadata: { a: 1 }, instructions: 'Be brief' });
		for (const append of appends) {
			expect(append).toEqual({
				inputs: expect.any(Array),
				stream: true,
				completion_args: { temperature: 0.5, response_format: { type: 'json_object' } },
			});
		}
	});

	it('forces a call once only where the choice of tools forces one', async () => {
		await reply('/call get_sun {}', [sun.node], { completionArgs: { toolChoice: 'any' } });
		expect(bodies().map(({ completion_args: args }) => args)).toEqual([
			{ tool_choice: 'any' },
			{ tool_choice: 'auto' },
		]);
	});

	it('sums the usage of all rounds up, and tells n8n of it', async () => {
		answers.length = 0;
		const { item, run: execution } = await run(allThree, [sun.node, rain.node, broken.node], {
			stream: false,
		});
		const usages = answers.map(({ body }) => (body as { usage: IDataObject }).usage);
		const sum = (name: string) => usages.reduce((total, usage) => total + Number(usage[name]), 0);
		expect(usages).toHaveLength(4);
		expect(item.usage).toMatchObject({
			prompt_tokens: sum('prompt_tokens'),
			completion_tokens: sum('completion_tokens'),
			total_tokens: sum('total_tokens'),
		});
		const [task] = execution.data.resultData.runData.Mistral ?? [];
		expect(task?.metadata).toMatchObject({
			tokenUsage: { inputTokens: sum('prompt_tokens'), outputTokens: sum('completion_tokens') },
		});
	});

	it('gives the outputs of all rounds when not simplified', async () => {
		const { outputs, conversation_id: id } = await reply(
			lines('/rounds 2', '/call get_sun {}'),
			[sun.node],
			{ simplify: false },
		);
		expect((outputs as IDataObject[]).map(({ type }) => type)).toEqual([
			'function.call',
			'function.call',
			'message.output',
		]);
		expect(id).toEqual(expect.stringMatching(/^conv_/));
	});

	it.each<[string, unknown, string]>([
		['a megabyte', 'x'.repeat(1_000_000), 'x'.repeat(1_000_000)],
		['a list', [{ a: 1 }], '[{"a":1}]'],
		['a number', 0, '0'],
		['nothing', undefined, ''],
		['null', null, ''],
	])('appends a result of %s as text', async (_, result, text) => {
		await reply('/call look {}', [giving('look', result).node]);
		expect(resultsIn(bodies()[1])).toEqual([text]);
	});

	it('tells the model of a name that it made up, and runs the others', async () => {
		const output = await reply(lines('/call get_moon {}', '/call get_sun {}'), [sun.node]);
		expect(output.status).toBe('completed');
		expect(resultsIn(bodies()[1])).toEqual([
			'Error: There is no function "get_moon". There are: get_sun.',
			'12 h',
		]);
	});

	it('tells the model of arguments that are no JSON', async () => {
		await reply(lines('/call get_sun {"city":', '/call get_rain {}'), [sun.node, rain.node]);
		expect(resultsIn(bodies()[1])).toEqual([
			expect.stringMatching(/^Error: The arguments are not a JSON object/),
			'{"mm":3}',
		]);
		expect(sun.invoke).not.toHaveBeenCalled();
	});

	it('keeps items apart', async () => {
		const items = ['Oslo', 'Rome', 'Bern'].map((city) => ({ city }));
		const echo = toolOf(
			'echo',
			async (args) => await Promise.resolve(`It is ${JSON.stringify(args)}`),
		);
		const { outputs } = await run(
			'=/call echo {"city":"{{ $json.city }}"}',
			[echo.node],
			{},
			{ items },
		);
		expect(outputs[0]?.map(({ text }) => /city":"(\w+)/.exec(String(text))?.[1])).toEqual([
			'Oslo',
			'Rome',
			'Bern',
		]);
	});
});

describe('a call for somebody else', () => {
	let sun: ReturnType<typeof giving>;
	beforeEach(() => {
		sun = giving('get_sun', '12 h');
	});
	const connector = {
		type: 'connector',
		connectorId: 'gmail',
		authorizationType: 'none',
		options: { requiresConfirmation: 'gmail_search' },
	};

	it.each<[string, IDataObject, string]>([
		['waits for a confirmation', connector, 'gmail_search'],
		['is of a function that the request defines', { type: 'function', name: 'buy' }, 'buy'],
	])('that %s stops its round: no tool runs, all calls are given', async (_, tool, name) => {
		const text = lines(
			'/call get_sun {"city":"Oslo"}',
			`/call ${name} {"what":"tea"}`,
			'/call get_sun {}',
		);
		const output = await reply(text, [sun.node], { tools: { values: [tool] } as INodeParameters });
		expect(output).toMatchObject({
			status: 'requires_action',
			functionCalls: [
				{ name: 'get_sun', arguments: { city: 'Oslo' }, confirmationStatus: null },
				{ name, arguments: { what: 'tea' } },
				{ name: 'get_sun' },
			],
		});
		expect(sun.invoke).not.toHaveBeenCalled();
		expect(bodies()).toHaveLength(1);
	});

	it('is any that no tool serves, when an agent is asked', async () => {
		const { id } = session.simulator.state.agents.add({
			name: 'Clerk',
			model: 'mistral-small-latest',
		});
		const output = await reply('/call get_moon {}', [sun.node], {
			target: 'agent',
			agentId: { __rl: true, mode: 'id', value: id },
		});
		expect(output.status).toBe('requires_action');
	});

	it('is left alone when no tools are connected', async () => {
		expect(await reply('/call get_moon {}', [])).toMatchObject({
			status: 'requires_action',
			functionCalls: [{ name: 'get_moon' }],
		});
	});
});

describe('a conversation that exists', () => {
	const sunAgain = () => giving('get_sun', '13 h');
	const started = async () => {
		const { conversationId } = await reply('Hello', [giving('get_sun', '12 h').node]);
		session.simulator.requests.length = 0;
		return { __rl: true, mode: 'id', value: String(conversationId) };
	};

	it('is served by name, and takes no tools', async () => {
		const sun = sunAgain();
		const { item, run: execution } = await run('/call get_sun {}', [sun.node], {
			operation: 'append',
			conversationId: await started(),
		});
		expect(item).toMatchObject({ status: 'completed', text: expect.stringContaining('13 h') });
		expect(bodies()).toEqual([
			{ inputs: '/call get_sun {}', stream: true },
			{ inputs: [expect.objectContaining({ result: '13 h' })], stream: true },
		]);
		const [task] = execution.data.resultData.runData.Mistral ?? [];
		expect(task?.hints).toEqual([
			expect.objectContaining({
				message: expect.stringContaining('Connected tools serve calls of their names'),
			}),
		]);
	});

	it('gives a call that no tool serves to the user', async () => {
		const output = await reply('/call get_moon {}', [sunAgain().node], {
			operation: 'append',
			conversationId: await started(),
		});
		expect(output.status).toBe('requires_action');
	});

	it('goes on in the new conversation after a restart', async () => {
		const conversationId = await started();
		await reply('More', [], { operation: 'append', conversationId });
		const { value: id } = conversationId;
		const entries = session.simulator.state.conversations.get(id)?.entries ?? [];
		const output = await reply('/call get_sun {}', [sunAgain().node], {
			operation: 'restart',
			conversationId,
			fromEntryId: { __rl: true, mode: 'id', value: String(entries[1]?.id) },
		});
		expect(output).toMatchObject({ status: 'completed', text: expect.stringContaining('13 h') });
		expect(output.conversationId).not.toBe(id);
		expect(session.simulator.requests.at(-1)?.path).toBe(
			`/v1/conversations/${String(output.conversationId)}`,
		);
	});
});

describe('the most rounds', () => {
	const endless = lines('/rounds 20', '/call get_sun {"city":"Oslo"}');

	it('are ten, and what is open then is given with the status max_rounds', async () => {
		const sun = giving('get_sun', '12 h');
		const output = await reply(endless, [sun.node]);
		expect(output).toMatchObject({
			status: 'max_rounds',
			functionCalls: [{ name: 'get_sun', arguments: { city: 'Oslo' } }],
		});
		expect(output.functionCalls).toHaveLength(1);
		expect(sun.invoke).toHaveBeenCalledTimes(10);
		expect(bodies()).toHaveLength(11);
	});

	it('are as many as the user sets, and an error if that is what the user wants', async () => {
		const sun = giving('get_sun', '12 h');
		const options = { maxToolRounds: 2, failOnMaxRounds: true };
		const { error, item } = await run(
			endless,
			[sun.node],
			{ options },
			{ onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		expect(item).toEqual({
			error: 'The model wants its tools to run more than 2 times in a row, now get_sun',
			conversationId: expect.stringMatching(/^conv_/),
			functionCalls: [
				expect.objectContaining({
					conversationId: expect.stringMatching(/^conv_/),
					toolCallId: expect.any(String),
					name: 'get_sun',
					args: { city: 'Oslo' },
				}),
			],
		});
		expect(sun.invoke).toHaveBeenCalledTimes(2);
	});

	it('are of no concern to a call that waits for the user', async () => {
		const sun = giving('get_sun', '12 h');
		const text = lines('/call get_sun {}', '/call buy {}');
		const output = await reply(text, [sun.node], {
			tools: { values: [{ type: 'function', name: 'buy' }] },
			options: { maxToolRounds: 1, failOnMaxRounds: true },
		});
		expect(output.status).toBe('requires_action');
	});
});

describe('results whose append is lost', () => {
	it.each([true, false])(
		'go with the failed item, and no tool runs again (stream: %s)',
		async (stream) => {
			const sun = giving('get_sun', '12 h');
			const rain = giving('get_rain', { mm: 3 });
			session.simulator.faults.add({ path: '/v1/conversations/conv', status: 500 });
			const { item } = await run(
				lines('/call get_sun {}', '/call get_rain {}'),
				[sun.node, rain.node],
				{ stream },
				{ onError: 'continueRegularOutput' },
			);
			expect(item).toEqual({
				error: expect.any(String),
				httpCode: '500',
				conversationId: expect.stringMatching(/^conv_/),
				toolResults: [
					{ toolCallId: expect.any(String), result: '12 h' },
					{ toolCallId: expect.any(String), result: '{"mm":3}' },
				],
			});
			expect(bodies()).toHaveLength(2);
			expect(sun.invoke).toHaveBeenCalledTimes(1);
		},
	);

	it('are handed in with Submit Results, without running a tool again', async () => {
		const sun = giving('get_sun', '12 h');
		const fault = { path: '/v1/conversations/conv', disconnect: 'before-request' } as const;
		session.simulator.faults.add(fault);
		const { item } = await run(
			'/call get_sun {}',
			[sun.node],
			{},
			{ onError: 'continueRegularOutput' },
		);
		const { outputs } = await runNode(
			'mistralConversations',
			credentialFor(session.simulator),
			{ resource: 'toolCall', operation: 'submitResults' },
			{
				// As Split Out gives them with all other fields.
				items: (item.toolResults as IDataObject[]).map((kept) => ({ ...item, ...kept })),
				tools: [sun.node],
			},
		);
		expect(outputs[0]).toMatchObject([
			{ status: 'completed', text: expect.stringContaining('12 h') },
		]);
		expect(sun.invoke).toHaveBeenCalledTimes(1);
	});

	it('are named in the error of a run that fails', async () => {
		session.simulator.faults.add({ path: '/v1/conversations/conv', status: 500 });
		const { error } = await run('/call get_sun {}', [giving('get_sun', '12 h').node]);
		expect(error?.description).toContain('their results are in toolResults');
		expect((error as unknown as { context: IDataObject }).context).toMatchObject({
			toolResults: [{ result: '12 h' }],
		});
	});

	it('are appended again where that is safe, without running a tool again', async () => {
		const sun = giving('get_sun', '12 h');
		session.simulator.faults.add({ path: '/v1/conversations/conv', status: 429, times: 1 });
		expect(await reply('/call get_sun {}', [sun.node])).toMatchObject({ status: 'completed' });
		expect(sun.invoke).toHaveBeenCalledTimes(1);
		expect(bodies()).toHaveLength(3);
	});
});

describe('before anything is sent', () => {
	const sun = () => giving('get_sun', '12 h');

	it.each<[string, () => ToolNode[], INodeParameters, string]>([
		[
			'a tool behind a review',
			() => [review('Ask', [sun().node])],
			{},
			'n8n\'s Human review works with its AI Agent only, so these tools cannot be used here: "get_sun" (behind "Ask")',
		],
		[
			'a tool and a function of one name',
			() => [sun().node],
			{ tools: { values: [{ type: 'function', name: 'get_sun' }] } },
			'"get_sun" is a tool, and the parameter "Tools" has a function, of the name "get_sun"',
		],
		[
			'tools that could not be given results',
			() => [sun().node],
			{ options: { store: false } },
			'With the option "Store" switched off Mistral forgets the conversation',
		],
		[
			'too many tools together',
			() => [sun().node],
			{
				tools: {
					values: Array.from({ length: 128 }, (_, n) => ({ type: 'function', name: `f${n}` })),
				},
			},
			'The parameter "Tools" and the connected tools are 129 tools together, but Mistral takes at most 128',
		],
	])('%s is refused', async (_, tools, parameters, message) => {
		const { error } = await run('Hello', tools(), parameters);
		expect(error?.message).toContain(message);
		expect(bodies()).toEqual([]);
	});
});

describe('an execution that streams', () => {
	const stream = async (
		text: string,
		tools: ToolNode[],
		more: INodeParameters = {},
		settings = {},
	) => {
		const chunks: StructuredChunk[] = [];
		const result = await run(text, tools, more, {
			onChunk: (chunk) => void chunks.push(chunk),
			...settings,
		});
		const said = chunks.filter(({ type }) => type === 'item').map(({ content }) => content);
		return { ...result, types: chunks.map(({ type }) => type), said };
	};
	const twoRounds = lines('/rounds 2', '/call get_sun {"city":"Oslo"}');

	it('has one begin and one end per item, whatever the number of rounds', async () => {
		const { types, said, item } = await stream(twoRounds, [giving('get_sun', '12 h').node]);
		expect(types.filter((type) => type !== 'item')).toEqual(['begin', 'end']);
		expect(said.join('')).toBe(item.text);
	});

	it('tells calls and their results live, as steps', async () => {
		const seen: string[] = [];
		const sun = toolOf('get_sun', async () => await Promise.resolve(String(seen.push('ran'))));
		await run(
			twoRounds,
			[sun.node],
			{ options: { streamSteps: true } },
			{
				onChunk: ({ content }) => {
					if (content?.startsWith('{'))
						seen.push(String((JSON.parse(content) as IDataObject).type));
				},
			},
		);
		const round = ['function.call', 'ran', 'function.result'];
		expect(seen).toEqual([...round, ...round]);
	});

	it.each(['continueRegularOutput', 'stopWorkflow'] as const)(
		'ends an item that failed with an error in the place of the end (%s)',
		async (onError) => {
			session.simulator.faults.add({ path: '/v1/conversations/conv', status: 500 });
			const { types } = await stream(twoRounds, [giving('get_sun', '12 h').node], {}, { onError });
			expect(types.filter((type) => type !== 'item')).toEqual(['begin', 'error']);
		},
	);
});

describe('a cancel', () => {
	it('stops the loop while a tool runs', async () => {
		const controller = new AbortController();
		const heard = jest.fn();
		const slow = toolOf('wait', async (_, config) => {
			config?.signal?.addEventListener('abort', heard);
			controller.abort();
			return await new Promise<string>(() => undefined);
		});
		const { run: execution } = await run(
			'/call wait {}',
			[slow.node],
			{},
			{ signal: controller.signal },
		);
		expect(execution.status).toBe('canceled');
		expect(heard).toHaveBeenCalledTimes(1);
		expect(bodies()).toHaveLength(1);
	});
});
