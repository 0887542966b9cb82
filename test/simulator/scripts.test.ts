import { describe, expect, test } from '@jest/globals';

import type { ConversationResponse } from '../../simulator/conversations/exchange';
import type { SimulatorSettings } from '../../simulator/settings';
import { openStream } from './openStream';
import { comparable, rebuilt } from './rebuilt';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start, append } = session;

const set = (settings: Partial<SimulatorSettings>) =>
	Object.assign(session.simulator.state.settings, settings);

const path = '/v1/conversations';

const weather = {
	type: 'function',
	function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
};

const gmail = {
	type: 'connector',
	connector_id: 'gmail',
	tool_configuration: { requires_confirmation: ['gmail_search'] },
};

const callsOf = ({ outputs }: ConversationResponse) =>
	outputs.flatMap((output) => (output.type === 'function.call' ? [output] : []));

const resultsOf = (response: ConversationResponse) =>
	callsOf(response)
		.filter((one) => one.confirmation_status === null)
		.map(({ tool_call_id }) => ({ type: 'function.result', tool_call_id, result: 'fine' }));

const kindsOf = ({ outputs }: ConversationResponse) => outputs.map(({ type }) => type);

/** The decisions on all calls that wait for one. */
const decisionsOn = (response: ConversationResponse, confirmation: 'allow' | 'deny') => ({
	tool_confirmations: callsOf(response)
		.filter((one) => one.confirmation_status === 'pending')
		.map(({ tool_call_id }) => ({ tool_call_id, confirmation })),
});

describe('/call', () => {
	test('calls several functions in one answer, with the arguments as they are', async () => {
		const response = await start(
			'Please\n/call get_weather {"city":"Oslo"}\n/call get_weather {"city":\n/call unheard_of',
			{ tools: [weather] },
		);
		expect(response.outputs).toMatchObject([
			{ type: 'function.call', name: 'get_weather', arguments: '{"city":"Oslo"}' },
			{ type: 'function.call', name: 'get_weather', arguments: '{"city":' },
			{ type: 'function.call', name: 'unheard_of', arguments: '', confirmation_status: null },
		]);
		const final = await append(response.conversation_id, resultsOf(response));
		expect(kindsOf(final)).toEqual(['message.output']);
	});

	test('gives the same in a stream', async () => {
		const inputs = '/call get_weather {"city":"Oslo"}\n/call f no JSON';
		const body = { inputs, model: 'mistral-medium-latest', tools: [weather] };
		const { outputs } = rebuilt(await (await openStream(session.simulator, path, body)).toEnd());
		expect(outputs).toMatchObject([
			{ type: 'function.call', arguments: '{"city":"Oslo"}' },
			{ type: 'function.call', arguments: 'no JSON' },
		]);
	});

	test('in several rounds calls again when the results are there', async () => {
		const first = await start('/call a {}\n/call b {}\n/rounds 3', { tools: [weather] });
		const second = await append(first.conversation_id, resultsOf(first));
		const third = await append(first.conversation_id, resultsOf(second));
		const last = await append(first.conversation_id, resultsOf(third));
		expect([first, second, third].map((one) => callsOf(one).length)).toEqual([2, 2, 2]);
		expect(last.outputs).toMatchObject([{ content: 'a says: “fine”. b says: “fine”.' }]);
		const anew = await append(first.conversation_id, '/call a {}');
		expect(callsOf(anew)).toHaveLength(1);
	});

	test('runs a tool of the service, and waits for a yes where that is wanted', async () => {
		const inputs = '/call notion_search {}\n/call gmail_search {"query":"x"}';
		const tools = [gmail, { type: 'connector', connector_id: 'notion' }];
		const response = await start(inputs, { tools });
		expect(response.outputs).toMatchObject([
			{ type: 'tool.execution', name: 'notion_search' },
			{ type: 'function.call', confirmation_status: 'pending', arguments: '{"query":"x"}' },
		]);
	});
});

test('/work lets an answer in one piece and a stream of it be the same', async () => {
	const request = {
		inputs: 'Run code\n/work 20',
		model: 'mistral-medium-latest',
		tools: [{ type: 'code_interpreter' }],
	};
	const whole = await start(request.inputs, { tools: request.tools });
	const reading = await openStream(session.simulator, path, request);
	const strip = ({ outputs }: ReturnType<typeof comparable>) =>
		outputs.map(({ id, ...rest }) => ({ ...rest, hasId: typeof id }));
	expect(strip(rebuilt(await reading.toEnd()))).toEqual(strip(comparable(whole)));
	const times = session.simulator.requests.at(-1)?.eventsSent ?? [];
	const pauses = times.slice(1).map((time, index) => time - Number(times[index]));
	expect(Math.max(...pauses)).toBeGreaterThan(19);
});

describe('calls that wait for a yes beside calls that wait for a result', () => {
	const both = () =>
		start('/call get_weather {}\n/call gmail_search {}', { tools: [weather, gmail] });

	const confirmed = (response: ConversationResponse, confirmation: 'allow' | 'deny') =>
		append(response.conversation_id, undefined, decisionsOn(response, confirmation));

	test('refuse anything else and name all of them', async () => {
		const response = await both();
		const ids = callsOf(response).map((one) => `'${one.tool_call_id}'`);
		const refused = {
			status: 400,
			body: { code: 3001, message: expect.stringContaining(`[${ids.join(', ')}]`) },
		};
		const { conversation_id: id } = response;
		expect(await call('POST', `${path}/${id}`, { inputs: 'Well?' })).toMatchObject(refused);
	});

	test('may be confirmed first; nothing is said until the results are there', async () => {
		set({ openCalls: 'confirmations-first' });
		const response = await both();
		const { conversation_id: id } = response;
		const early = await call('POST', `${path}/${id}`, { inputs: resultsOf(response) });
		expect(early).toMatchObject({ status: 400, body: { code: 3230 } });
		expect(kindsOf(await confirmed(response, 'allow'))).toEqual(['tool.execution']);
		const final = await append(id, resultsOf(response));
		expect(final.outputs).toMatchObject([{ content: 'get_weather says: “fine”.' }]);
	});

	test('may be denied first, and then cancelled with a message behind', async () => {
		const response = await both();
		expect((await confirmed(response, 'deny')).outputs).toEqual([]);
		const inputs = [...resultsOf(response), { role: 'user', content: 'Never mind' }];
		const final = await append(response.conversation_id, inputs);
		// The model goes on with its one tool.
		expect(final.outputs).toMatchObject([{ arguments: '{"query":"Never mind"}' }]);
	});

	test('may get their results first; nothing is said until the yes is there', async () => {
		set({ openCalls: 'results-first' });
		const response = await both();
		const { conversation_id: id } = response;
		const early = await call('POST', `${path}/${id}`, decisionsOn(response, 'allow'));
		expect(early).toMatchObject({ status: 400, body: { code: 3001 } });
		expect((await append(id, resultsOf(response))).outputs).toEqual([]);
		const final = await confirmed(response, 'allow');
		expect(kindsOf(final)).toEqual(['tool.execution', 'message.output']);
		expect(final.outputs.at(-1)).toMatchObject({
			content: [{}, { type: 'text', text: 'get_weather says: “fine”.' }],
		});
	});

	test('may be ended one by one where some are taken; nothing is said before the last one', async () => {
		set({ someCalls: 'taken' });
		const text = '/call get_weather {}\n/call get_weather {"day":1}\n/call gmail_search {}';
		const response = await start(text, { tools: [weather, gmail] });
		const { conversation_id: id } = response;
		const [first, second] = resultsOf(response).map((result) => [result]);
		expect((await append(id, first)).outputs).toEqual([]);
		const early = await call('POST', `${path}/${id}`, { inputs: 'Well?' });
		expect(early).toMatchObject({ status: 400, body: { code: 3001 } });
		expect((await confirmed(response, 'deny')).outputs).toEqual([]);
		expect((await append(id, second)).outputs).toMatchObject([
			{ content: 'get_weather says: “fine”. get_weather says: “fine”.' },
		]);
	});

	test('give an empty stream when nothing can be said yet', async () => {
		const response = await both();
		const body = decisionsOn(response, 'deny');
		const reading = await openStream(
			session.simulator,
			`${path}/${response.conversation_id}`,
			body,
		);
		expect((await reading.toEnd()).map(({ type }) => type)).toEqual([
			'conversation.response.started',
			'conversation.response.done',
		]);
	});
});
