import { describe, expect, test } from '@jest/globals';

import { Gate } from '../../simulator/streams/gate';
import { openStream, type Reading } from './openStream';
import { comparable, rebuilt, untimed } from './rebuilt';
import { handbookId } from './seededLibrary';
import { useSimulator, type Session } from './useSimulator';

/** Two simulators that answer the same requests with the same ids. */
const session = useSimulator();
const twin = useSimulator();

const model = 'mistral-medium-latest';
const handbook = { type: 'document_library', library_ids: [handbookId] };
const weather = {
	type: 'function',
	function: {
		name: 'get_weather',
		parameters: { type: 'object', properties: { city: { type: 'string' } } },
	},
};
const careful = {
	type: 'connector',
	connector_id: 'gmail',
	tool_configuration: { requires_confirmation: ['gmail_search'] },
};

interface History {
	entries: Record<string, unknown>[];
}

function stream(path: string, body: object): Promise<Reading> {
	return openStream(session.simulator, path, body);
}

function startStream(inputs: unknown, fields: object = {}): Promise<Reading> {
	return stream('/v1/conversations', { inputs, model, ...fields });
}

async function history(id: string, { call }: Session = session): Promise<History['entries']> {
	const { body } = await call<History>('GET', `/v1/conversations/${id}/history`);
	return body.entries;
}

function agentId(name: string): string {
	return session.simulator.state.agents.list().find((one) => one.name === name)?.id ?? '';
}

function idOf(events: Reading['events']): string {
	const [first] = events;
	return first?.type === 'conversation.response.started' ? first.conversation_id : '';
}

const kinds: [string, () => object][] = [
	['a plain answer', () => ({ inputs: 'Hello,  you\n' })],
	['web search', () => ({ inputs: 'x', tools: [{ type: 'web_search' }] })],
	['premium web search', () => ({ inputs: 'x', tools: [{ type: 'web_search_premium' }] })],
	['code', () => ({ inputs: 'Count “this” 🎉', tools: [{ type: 'code_interpreter' }] })],
	['an image', () => ({ inputs: 'x', tools: [{ type: 'image_generation' }] })],
	['a library in vain', () => ({ inputs: 'x', tools: [handbook] })],
	['a library', () => ({ inputs: 'How many days of holiday?', tools: [handbook] })],
	['a connector', () => ({ inputs: 'x', tools: [{ type: 'connector', connector_id: 'gmail' }] })],
	[
		'several tools',
		() => ({
			inputs: 'Draw a picture of the news',
			tools: [{ type: 'image_generation' }, { type: 'web_search' }],
		}),
	],
	['a function call', () => ({ inputs: 'get_weather', tools: [weather] })],
	['a call that waits for a yes', () => ({ inputs: 'x', tools: [careful] })],
	['thinking', () => ({ inputs: 'What now?', completion_args: { reasoning_effort: 'high' } })],
	['JSON', () => ({ inputs: 'x', completion_args: { response_format: { type: 'json_object' } } })],
	['an empty answer', () => ({ inputs: 'x', completion_args: { max_tokens: 0 } })],
	[
		'an answer that is cut before its references',
		() => ({ inputs: 'x', tools: [{ type: 'web_search' }], completion_args: { stop: 'web' } }),
	],
	['a handoff', () => ({ inputs: 'Please hand over', agent_id: agentId('Receptionist') })],
	[
		'a handoff that the client makes',
		() => ({
			inputs: 'Please hand over',
			agent_id: agentId('Receptionist'),
			handoff_execution: 'client',
		}),
	],
];

describe('a streamed answer', () => {
	test('is a stream of events from started to done, and nothing else', async () => {
		const reading = await startStream('Hello you');
		const events = await reading.toEnd();
		expect(reading).toMatchObject({ status: 200, contentType: /^text\/event-stream/ });
		expect(events.map(({ type }) => type)).toEqual([
			'conversation.response.started',
			'message.output.delta',
			'message.output.delta',
			'message.output.delta',
			'message.output.delta',
			'conversation.response.done',
		]);
		const frames = events.map(
			(event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
		);
		expect(reading.text()).toBe(frames.join(''));
	});

	test('comes in words that keep their spaces', async () => {
		const events = await (await startStream('Hello  you\n')).toEnd();
		const deltas = events.filter((event) => event.type === 'message.output.delta');
		expect(deltas.map(({ content }) => content)).toEqual([
			'You',
			' said:',
			' “Hello',
			'  you',
			'\n”.',
		]);
	});

	test('says with each event when it was made', async () => {
		const events = await (await startStream('Hello')).toEnd();
		for (const event of events) {
			expect(event).toMatchObject({ created_at: expect.stringMatching(/^\d{4}-.*Z$/) });
		}
	});

	test.each(kinds)('of %s is the same as the one in one piece', async (_kind, fields) => {
		const request = fields();
		const target = 'agent_id' in request ? {} : { model };
		const events = await (await stream('/v1/conversations', { ...target, ...request })).toEnd();
		const { inputs, ...others } = request as { inputs: string };
		const whole = await twin.start(inputs, others);
		expect(rebuilt(events)).toEqual(comparable(whole));
		const { conversation_id } = whole;
		const kept = await history(conversation_id, twin);
		expect((await history(conversation_id)).map(untimed)).toEqual(kept.map(untimed));
	});

	test('tells a call in fragments of which the first is empty', async () => {
		const events = await (await startStream('get_weather', { tools: [weather] })).toEnd();
		const fragments = events.filter((event) => event.type === 'function.call.delta');
		expect(fragments.length).toBeGreaterThan(2);
		expect(fragments[0]).toMatchObject({ arguments: '', confirmation_status: null });
	});

	test('tells a tool’s execution from start to done', async () => {
		const events = await (
			await startStream('Count', { tools: [{ type: 'code_interpreter' }] })
		).toEnd();
		const types = events.flatMap((event) => ('id' in event ? [event.type] : []));
		expect([...new Set(types)]).toEqual([
			'message.output.delta',
			'tool.execution.started',
			'tool.execution.delta',
			'tool.execution.done',
		]);
		expect(events.find(({ type }) => type === 'tool.execution.done')).toMatchObject({
			info: { code_output: '1\n' },
		});
	});

	test('gives each chunk an index of its own, and chunks other than texts whole', async () => {
		const events = await (await startStream('x', { tools: [{ type: 'web_search' }] })).toEnd();
		const deltas = events.filter((event) => event.type === 'message.output.delta');
		const references = deltas.filter(({ content }) => typeof content === 'object');
		expect(references.map(({ content_index }) => content_index)).toEqual([1, 2, 3]);
		expect(deltas.at(-1)).toMatchObject({ content_index: 4, content: '.' });
	});

	test('closes only the last piece of a thought', async () => {
		const events = await (
			await startStream('x', { completion_args: { reasoning_effort: 'low' } })
		).toEnd();
		const thoughts = events.flatMap((event) =>
			event.type === 'message.output.delta' && typeof event.content === 'object'
				? [event.content]
				: [],
		);
		expect(thoughts.length).toBeGreaterThan(5);
		expect(thoughts.map((chunk) => chunk.type === 'thinking' && chunk.closed)).toEqual(
			thoughts.map((_, index) => index === thoughts.length - 1),
		);
	});
});

describe('appending and restarting with a stream', () => {
	test('give what they give in one piece', async () => {
		const first = await session.start('get_weather', { tools: [weather] });
		const id = first.conversation_id;
		await twin.start('get_weather', { tools: [weather] });
		const results = first.outputs.map((call) => ({
			type: 'function.result',
			tool_call_id: 'tool_call_id' in call && call.tool_call_id,
			result: 'sunny',
		}));
		const path = `/v1/conversations/${id}`;
		const appended = await (await stream(path, { inputs: results })).toEnd();
		expect(rebuilt(appended)).toEqual(comparable(await twin.append(id, results)));
		const body = { from_entry_id: rebuilt(appended).outputs[0]?.id, inputs: 'Again' };
		const restarted = await (await stream(`${path}/restart`, body)).toEnd();
		const whole = await twin.call('POST', `${path}/restart`, body);
		expect(rebuilt(restarted)).toEqual(comparable(whole.body as never));
		expect(idOf(restarted)).not.toBe(id);
	});

	test('take confirmations', async () => {
		const first = await session.start('x', { tools: [careful] });
		const [pending] = first.outputs;
		const tool_call_id = pending?.type === 'function.call' && pending.tool_call_id;
		const body = { tool_confirmations: [{ tool_call_id, confirmation: 'allow' }] };
		const path = `/v1/conversations/${first.conversation_id}`;
		const { outputs } = rebuilt(await (await stream(path, body)).toEnd());
		expect(outputs.map(({ type }) => type)).toEqual(['tool.execution', 'message.output']);
		expect(await history(first.conversation_id)).toMatchObject([
			{},
			{ type: 'function.call', confirmation_status: 'allowed' },
			{ type: 'tool.execution' },
			{ type: 'message.output' },
		]);
	});
});

describe('a stream that is refused', () => {
	test.each([
		['a body that is wrong', { inputs: 1, model }, 422],
		['a model that nobody knows', { inputs: 'x', model: 'mistral-huge' }, 400],
		['an agent that nobody knows', { inputs: 'x', agent_id: 'ag_1' }, 404],
	])('for %s is an answer in JSON', async (_what, body, status) => {
		const reading = await stream('/v1/conversations', body);
		expect(reading).toMatchObject({ status, contentType: /^application\/json/ });
		await reading.toEnd();
		expect(JSON.parse(reading.text())).toMatchObject({ object: 'Error' });
	});

	test('leaves the conversation free', async () => {
		const { conversation_id } = await session.start('get_weather', { tools: [weather] });
		const path = `/v1/conversations/${conversation_id}`;
		for (const status of [400, 400]) {
			const reading = await stream(path, { inputs: 'More' });
			expect(reading.status).toBe(status);
			await reading.toEnd();
		}
	});
});

describe('while a stream runs', () => {
	test('the answer grows in the history', async () => {
		const gate = new Gate();
		session.simulator.faults.add({ gate: gate.pass });
		const reading = await startStream('Hello you');
		gate.release();
		await reading.until(1);
		const id = idOf(reading.events);
		expect(await history(id)).toMatchObject([{ type: 'message.input', content: 'Hello you' }]);
		gate.release(2);
		await reading.until(3);
		expect(await history(id)).toMatchObject([
			{},
			{ type: 'message.output', content: 'You said:', completed_at: null },
		]);
		gate.open();
		await reading.toEnd();
		expect(await history(id)).toMatchObject([
			{},
			{ content: 'You said: “Hello you”.', completed_at: expect.any(String) },
		]);
	});

	test('its conversation is busy', async () => {
		const gate = new Gate();
		session.simulator.faults.add({ gate: gate.pass });
		const reading = await startStream('Hello');
		gate.release();
		await reading.until(1);
		const path = `/v1/conversations/${idOf(reading.events)}`;
		const statusOf = async (where: string, body: object) =>
			(await session.call('POST', where, body)).status;
		expect(await statusOf(path, { inputs: 'More' })).toBe(409);
		expect(await statusOf(path, { inputs: 'More', stream: true })).toBe(409);
		expect(await statusOf(`${path}/restart`, { from_entry_id: 'msg_1' })).toBe(409);
		gate.open();
		await reading.toEnd();
		expect(await statusOf(path, { inputs: 'More' })).toBe(200);
	});

	test('the conversation that it was restarted from is free', async () => {
		const { conversation_id, outputs } = await session.start('One');
		await session.append(conversation_id, 'Two');
		const gate = new Gate();
		session.simulator.faults.add({ gate: gate.pass });
		const path = `/v1/conversations/${conversation_id}`;
		const reading = await stream(`${path}/restart`, { from_entry_id: outputs[0]?.id });
		await session.append(conversation_id, 'Three');
		gate.open();
		expect(idOf(await reading.toEnd())).not.toBe(conversation_id);
	});

	test('the next request may follow the done event, before the stream has ended', async () => {
		session.simulator.faults.add({ stallAfter: 5 });
		const reading = await startStream('Hello');
		await reading.until(5);
		expect(reading.events.at(-1)?.type).toBe('conversation.response.done');
		await session.append(idOf(reading.events), 'More');
		reading.leave();
	});
});

describe('a stream with store false', () => {
	test('leaves no conversation behind', async () => {
		const events = await (await startStream('Hello', { store: false })).toEnd();
		expect((await session.call('GET', `/v1/conversations/${idOf(events)}`)).status).toBe(404);
	});

	test('leaves the conversation that it was appended to as it was', async () => {
		const { conversation_id } = await session.start('Hello');
		const body = { inputs: 'off the record', store: false };
		await (await stream(`/v1/conversations/${conversation_id}`, body)).toEnd();
		expect(await history(conversation_id)).toHaveLength(2);
	});
});

describe('with a delay between words', () => {
	const wordDelay = 15;
	const slow = useSimulator({ wordDelay });
	const body = { inputs: 'Hello', model };

	test('a stream takes at least that long from event to event', async () => {
		await (await openStream(slow.simulator, '/v1/conversations', body)).toEnd();
		const times = slow.simulator.requests[0]?.eventsSent ?? [];
		expect(times).toHaveLength(5);
		for (const [index, time] of times.slice(1).entries()) {
			// A timer may be early by less than a millisecond.
			expect(time - Number(times[index])).toBeGreaterThan(wordDelay - 1);
		}
	});

	test('an answer that nobody listens to goes on to its end at its pace', async () => {
		const reading = await openStream(slow.simulator, '/v1/conversations', body);
		await reading.until(2);
		reading.leave();
		const id = idOf(reading.events);
		const said = async () => (await history(id, slow)).at(-1)?.content;
		expect('You said: “Hello”.').toContain(await said());
		while ((await said()) !== 'You said: “Hello”.') {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(slow.simulator.requests[0]?.closedByClient).toEqual(expect.any(Number));
	});
});
