import { describe, expect, test } from '@jest/globals';

import type { Fault } from '../../simulator/faults';
import type { Answer } from '../../simulator/requestLog';
import { Gate } from '../../simulator/streams/gate';
import { loadDescription } from '../contract/description';
import { openStream, type Reading } from './openStream';
import { rebuilt } from './rebuilt';
import { useSimulator } from './useSimulator';

const answers: Answer[] = [];
const session = useSimulator({ onAnswer: (answer) => answers.push(answer) });

const path = '/v1/conversations';
const answer = 'You said: “Grüße 🎉 to you”.';

/** Asks for an answer of six words, eight events with the first and the last. */
function open(fault: Fault): Promise<Reading> {
	session.simulator.faults.add(fault);
	return openStream(session.simulator, path, {
		inputs: 'Grüße 🎉 to you',
		model: 'mistral-medium-latest',
	});
}

function textOf({ events }: Reading): unknown {
	return rebuilt(events).outputs[0]?.content;
}

interface History {
	entries: { content?: string; completed_at?: string | null }[];
}

/** The last entry of the conversation that the stream belongs to. */
async function lastEntry({ events }: Reading): Promise<History['entries'][number] | undefined> {
	const id = rebuilt(events).conversation_id;
	const { body } = await session.call<History>('GET', `${path}/${id}/history`);
	return body.entries.at(-1);
}

async function statusOfAppend({ events }: Reading): Promise<number> {
	const id = rebuilt(events).conversation_id;
	return (await session.call('POST', `${path}/${id}`, { inputs: 'More' })).status;
}

const logged = () => session.simulator.requests[0];

async function soon(isSo: () => Promise<boolean> | boolean): Promise<void> {
	while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a stream', () => {
	test('may be cut after some events, and the answer goes on', async () => {
		const reading = await open({ cutAfter: 3 });
		await expect(reading.toEnd()).rejects.toThrow('terminated');
		expect(reading.events).toHaveLength(3);
		await soon(async () => (await lastEntry(reading))?.content === answer);
		expect(logged()).toMatchObject({ status: 200, eventsSent: { length: 3 } });
		expect(logged()?.closedByClient).toBeUndefined();
	});

	test('may be cut before the first event', async () => {
		const reading = await open({ cutAfter: 0 });
		await expect(reading.toEnd()).rejects.toThrow('terminated');
		expect(reading.text()).toBe('');
	});

	test('may be cut in the middle of an event', async () => {
		const reading = await open({ disconnect: 'half-answer' });
		await expect(reading.toEnd()).rejects.toThrow('terminated');
		expect(reading.events).toHaveLength(1);
		expect(reading.text()).toMatch(/\n\nevent: message.output.delta\ndata: \{[^}]+$/);
	});

	test('may be cut before its headers', async () => {
		await expect(open({ disconnect: 'before-answer' })).rejects.toThrow('fetch failed');
		expect(logged()).toMatchObject({ status: undefined, eventsSent: [] });
		const { body } = await session.call<unknown[]>('GET', path);
		expect(body).toHaveLength(1);
	});

	test('may end early in good order', async () => {
		const reading = await open({ endAfter: 3 });
		expect(await reading.toEnd()).toHaveLength(3);
	});

	test('may end with an error event', async () => {
		const error = { message: 'Overloaded', code: 3505 };
		const reading = await open({ errorAfter: 3, error });
		const event = (await reading.toEnd()).at(-1);
		expect(reading.events).toHaveLength(4);
		expect(event).toMatchObject({ type: 'conversation.response.error', ...error });
		const described = { event: event?.type, data: event };
		expect(loadDescription()?.answerErrors('POST', path, 200, [described]) ?? []).toEqual([]);
		expect(await lastEntry(reading)).toMatchObject({ content: 'You said:', completed_at: null });
		expect(await statusOfAppend(reading)).toBe(200);
	});

	test('may fall silent for a while', async () => {
		const stall = 60;
		await (await open({ stallAfter: 3, stall })).toEnd();
		const times = logged()?.eventsSent ?? [];
		expect(times).toHaveLength(8);
		expect(Number(times[3]) - Number(times[2])).toBeGreaterThan(stall - 1);
	});

	test('may fall silent for ever, until the client leaves', async () => {
		const reading = await open({ stallAfter: 3 });
		await reading.until(3);
		expect(await statusOfAppend(reading)).toBe(409);
		expect(logged()).toMatchObject({ status: undefined, eventsSent: { length: 3 } });
		reading.leave();
		await soon(() => logged()?.closedByClient !== undefined);
		await soon(async () => (await lastEntry(reading))?.content === answer);
	});

	test('may begin late, but with its headers in time', async () => {
		const slowStart = 60;
		const reading = await open({ slowStart });
		const headersAt = performance.timeOrigin + performance.now();
		expect(logged()?.eventsSent).toEqual([]);
		await reading.toEnd();
		// What came between the headers and this process's noticing them is not counted.
		expect(Number(logged()?.eventsSent[0]) - Number(logged()?.at)).toBeGreaterThan(slowStart - 2);
		expect(headersAt).toBeLessThan(Number(logged()?.eventsSent[0]));
	});
});

describe('after a cut the answer', () => {
	test('may be finished at once', async () => {
		const reading = await open({ cutAfter: 3, afterCut: 'finish' });
		await expect(reading.toEnd()).rejects.toThrow('terminated');
		expect(await lastEntry(reading)).toMatchObject({ content: answer });
	});

	test('may never be finished', async () => {
		const reading = await open({ cutAfter: 3, afterCut: 'lost' });
		await expect(reading.toEnd()).rejects.toThrow('terminated');
		expect(await lastEntry(reading)).toMatchObject({ content: 'You said:', completed_at: null });
		expect(await statusOfAppend(reading)).toBe(200);
	});

	test('may be finished some time later, the conversation being busy until then', async () => {
		const reading = await open({ cutAfter: 3, afterCut: { finishAfter: 500 } });
		await expect(reading.toEnd()).rejects.toThrow('terminated');
		expect(await lastEntry(reading)).toMatchObject({ content: 'You said:', completed_at: null });
		expect(await statusOfAppend(reading)).toBe(409);
		await soon(async () => (await lastEntry(reading))?.content === answer);
		expect(await statusOfAppend(reading)).toBe(200);
	});

	test('may be finished although the client left or an error was told', async () => {
		const left = await open({ stallAfter: 3, afterCut: 'finish' });
		await left.until(3);
		left.leave();
		await soon(async () => (await lastEntry(left))?.content === answer);
		const failed = await open({ errorAfter: 3, afterCut: 'finish' });
		await failed.toEnd();
		await soon(async () => (await lastEntry(failed))?.content === answer);
	});
});

describe('a gate', () => {
	test('lets events pass one by one', async () => {
		const gate = new Gate();
		const reading = await open({ gate: gate.pass });
		for (let count = 1; count <= 3; count++) {
			gate.release();
			await reading.until(count);
			expect(reading.events).toHaveLength(count);
			expect(logged()?.eventsSent).toHaveLength(count);
		}
		gate.open();
		expect(await reading.toEnd()).toHaveLength(8);
	});

	test('may be any function of the event’s place', async () => {
		const places: number[] = [];
		await (await open({ gate: (index) => void places.push(index) })).toEnd();
		expect(places).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	});

	test('that stays shut does not hold an answer whose client has left', async () => {
		const gate = new Gate();
		const reading = await open({ gate: gate.pass });
		gate.release(2);
		await reading.until(2);
		reading.leave();
		await soon(async () => (await lastEntry(reading))?.content === answer);
	});
});

describe('the bytes of a stream', () => {
	test.each([1, 2, 3, 7, 64, 1024, 1024 * 1024])('may come in chunks of %i', async (chunkSize) => {
		const reading = await open({ chunkSize });
		await reading.toEnd();
		expect(textOf(reading)).toBe(answer);
		const total = reading.sizes.reduce((sum, size) => sum + size, 0);
		// The network may join chunks, and does so now and then.
		expect(reading.sizes.length).toBeLessThanOrEqual(Math.ceil(total / chunkSize));
		if (chunkSize < 10) expect(reading.sizes.length).toBeGreaterThan(total / chunkSize / 2);
	});

	test('are not held back for a full chunk while the stream waits', async () => {
		const reading = await open({ chunkSize: 1024 * 1024, stallAfter: 2 });
		await reading.until(2);
		reading.leave();
	});

	test.each(['\n', '\r', '\r\n'] as const)('may end lines with %j', async (lineEnd) => {
		const reading = await open({ lineEnd });
		await reading.toEnd();
		expect(textOf(reading)).toBe(answer);
		expect(reading.text().split(`${lineEnd}${lineEnd}`)).toHaveLength(9);
		expect(reading.text().replaceAll(lineEnd, '')).not.toMatch(/[\r\n]/);
	});

	test('may have comments between events', async () => {
		const reading = await open({ comments: true });
		await reading.toEnd();
		expect(reading.text().match(/^: keepalive$/gm)).toHaveLength(8);
		expect(textOf(reading)).toBe(answer);
	});

	test('may lack the blank line at the end', async () => {
		const reading = await open({ noFinalBlankLine: true });
		await reading.toEnd();
		expect(reading.text()).toMatch(/[^\n]\n$/);
		expect(reading.text().split('\n\n')).toHaveLength(8);
	});
});

describe('the events of a stream', () => {
	test('may lack their indexes', async () => {
		const events = await (await open({ omitIndexes: true })).toEnd();
		expect(events).toHaveLength(8);
		for (const event of events) {
			expect(event).not.toHaveProperty('output_index');
			expect(event).not.toHaveProperty('content_index');
		}
	});

	test('may be mixed with others, which go on after the last one', async () => {
		const extraEvents = Array.from({ length: 8 }, (_, place) => ({ type: 'news', place }));
		const reading = await open({ extraEvents: [...extraEvents, '[DONE]'] });
		const events = await reading.toEnd();
		expect(events.slice(0, 4)).toMatchObject([
			{ type: 'conversation.response.started' },
			{ type: 'news', place: 0 },
			{ type: 'message.output.delta' },
			{ type: 'news', place: 1 },
		]);
		expect(events.at(-1)).toBe('[DONE]');
		expect(events).toHaveLength(17);
		expect(reading.text()).toMatch(/\n\ndata: \[DONE\]\n\n$/);
	});

	test('may have others in one place, also behind the last one', async () => {
		const middle = await (await open({ insert: { after: 3, events: ['no JSON'] } })).toEnd();
		expect(middle).toHaveLength(9);
		expect(middle[3]).toBe('no JSON');
		const end = await (await open({ insert: { after: 1000, events: ['bye'] } })).toEnd();
		expect(end.slice(-2)).toMatchObject([{ type: 'conversation.response.done' }, 'bye']);
	});

	test('may come by turns, as if two messages came about at once', async () => {
		session.simulator.faults.add({ interleave: true });
		const reading = await openStream(session.simulator, path, {
			inputs: 'Run some code',
			model: 'mistral-medium-latest',
			tools: [{ type: 'code_interpreter' }],
		});
		const events = await reading.toEnd();
		const places = events.slice(1, 7).map((event) => 'output_index' in event && event.output_index);
		expect(places).toEqual([0, 1, 2, 0, 1, 2]);
		expect(rebuilt(events).outputs).toMatchObject([
			{ content: 'I will run some code for that.' },
			{ type: 'tool.execution' },
			{ content: expect.stringMatching(/^The code says .*\.$/) },
		]);
		expect(events.at(-1)).toMatchObject({ type: 'conversation.response.done' });
	});

	test('may be scripted, without any conversation', async () => {
		const events = [{ type: 'conversation.response.started' }, { anything: 1 }, '[DONE]'];
		const reading = await open({ events, headers: { 'x-script': 'yes' } });
		expect(await reading.toEnd()).toEqual(events);
		expect(reading.text()).toContain('\n\ndata: {"anything":1}\n\n');
		expect((await session.call('GET', path)).body).toEqual([]);
	});

	test('may be scripted for a conversation that nobody knows, again and again', async () => {
		session.simulator.faults.add({ events: [{ type: 'a' }], times: 2 });
		for (const id of ['conv_1', 'conv_1']) {
			const reading = await openStream(session.simulator, `${path}/${id}`, { inputs: 'x' });
			expect(await reading.toEnd()).toEqual([{ type: 'a' }]);
		}
	});

	test('wait for a client that reads slowly', async () => {
		const big = { type: 'big', text: 'x'.repeat(1024 * 1024) };
		const reading = await open({ events: Array.from({ length: 32 }, () => big) });
		await reading.until(1);
		expect(logged()?.eventsSent.length).toBeLessThan(32);
		expect(await reading.toEnd()).toHaveLength(32);
	});
});

describe('a fault for streams', () => {
	test('waits for a request that asks for a stream', async () => {
		session.simulator.faults.add({ cutAfter: 1 });
		await session.start('Hello');
		await session.call('GET', path);
		await expect((await open({ times: 1, path: '/nowhere' })).toEnd()).rejects.toThrow();
	});

	test('can be told over HTTP', async () => {
		const fault = {
			endAfter: 3,
			lineEnd: '\r\n',
			chunkSize: 5,
			afterCut: { finishAfter: 10 },
			extraEvents: ['[DONE]', { type: 'news' }],
			insert: { after: 100, events: ['bye'] },
			interleave: true,
		};
		const added = await fetch(`${session.simulator.url}/simulator/faults`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(fault),
		});
		expect(added.status).toBe(204);
		const events = await (await open({ path: '/nowhere' })).toEnd();
		expect(events).toMatchObject([{}, '[DONE]', { type: 'message.output.delta' }]);
	});
});

describe('onAnswer', () => {
	test('hears of whole streams only, with their events', async () => {
		answers.length = 0;
		const whole = await (await open({ lineEnd: '\r\n', comments: true })).toEnd();
		await (await open({ endAfter: 2 })).toEnd();
		await (await open({ extraEvents: [{ type: 'news' }] })).toEnd();
		await (await open({ events: [] })).toEnd();
		expect(answers).toMatchObject([
			{
				method: 'POST',
				path,
				requestBody: { stream: true },
				status: 200,
				body: whole.map((data) => ({ event: data.type, data })),
			},
		]);
	});
});

test('close ends streams that run', async () => {
	const reading = await open({ stallAfter: 2 });
	await reading.until(2);
	await session.simulator.close();
	await expect(reading.toEnd()).rejects.toThrow('terminated');
	expect(logged()?.closedByClient).toBeUndefined();
});
