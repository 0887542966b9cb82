import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters, IRun } from 'n8n-workflow';

import { runWorkflow } from '../../scripts/engine/engine';
import { poll } from '../../scripts/n8n/process/poll';
import { Gate } from '../../simulator/streams/gate';
import { useSimulator } from '../simulator/useSimulator';
import { activateTrigger, type ActivatedTrigger, type Activation } from './activatedTrigger';
import { fasterPauses } from './fasterPauses';
import { credentialFor } from './workflow';

const session = useSimulator();
fasterPauses();
const webSearch = { tools: { values: [{ type: 'web_search' }] } };
const conversations = '/v1/conversations';

const requestsTo = (method: string, path: string | RegExp) =>
	session.simulator.requests.filter(
		(request) => request.method === method && request.path.match(path) !== null,
	);
const asked = () => requestsTo('POST', /^\/v1\/conversations/);
const idsIn = (executions: IDataObject[][]) => executions.flat().map(({ id }) => id);
const outputIds = () =>
	[...session.simulator.state.conversations.values()].flatMap(({ entries }) =>
		entries.filter(({ type }) => type !== 'message.input').map(({ id }) => id),
	);

describe('an activated trigger', () => {
	let active: ActivatedTrigger | undefined;
	afterEach(async () => {
		await active?.deactivate();
		active = undefined;
	});
	const activate = async (parameters: INodeParameters = {}, activation?: Activation) => {
		active = await activateTrigger(credentialFor(session.simulator), parameters, activation);
		return active;
	};
	const until = async (isAsWanted: () => boolean) => {
		await poll(() => Promise.resolve(isAsWanted() || undefined), {
			failure: 'The trigger had not done as wanted',
			timeout: 20_000,
			interval: 10,
		});
	};

	it('hands over all that came while an execution was running, in order', async () => {
		let end: (() => void) | undefined;
		const gate = new Gate();
		session.simulator.faults.add({ path: conversations, gate: gate.pass });
		const { executions } = await activate(
			{ emit: 'event' },
			{ onEmit: (done) => (end = () => done.resolve({} as IRun)) },
		);
		gate.release(1);
		await until(() => executions.length === 1);
		gate.open();
		await until(() => asked()[0]?.status === 200);
		await sleep(200);
		expect(executions).toMatchObject([[{ event: 'conversation.response.started' }]]);
		end?.();
		await until(() => executions.length === 2);
		expect(executions[1]?.length).toBe((asked()[0]?.eventsSent.length ?? 0) - 1);
		expect(executions[1]?.at(-1)).toMatchObject({ event: 'conversation.response.done' });
	});

	it('takes an execution that was cancelled for one that has ended', async () => {
		const { executions, failures } = await activate(webSearch, {
			onEmit: (done) => done.reject(new Error('The execution was cancelled')),
		});
		await until(() => executions.flat().length === 2);
		expect(idsIn(executions)).toEqual(outputIds());
		expect(failures).toEqual([]);
	});

	it('gives up an answer of which more than 64 MB are waiting, and none of those', async () => {
		const text = 'x'.repeat(5_000_000);
		const delta = { type: 'message.output.delta', id: 'msg_1', output_index: 0, content: text };
		session.simulator.faults.add({
			path: conversations,
			events: [
				{ type: 'conversation.response.started', conversation_id: 'conv_1' },
				...Array.from({ length: 30 }, () => delta),
			],
		});
		let end: (() => void) | undefined;
		const { executions, failures } = await activate(
			{ emit: 'event' },
			{
				onEmit: (done, count) =>
					count === 1 ? (end = () => done.resolve({} as IRun)) : done.resolve({} as IRun),
			},
		);
		await until(() => executions.length === 1);
		await until(() => asked()[0]?.closedByClient !== undefined);
		end?.();
		await until(() => failures.length === 1);
		expect(failures[0]?.message).toContain('more than 64 MB');
		const size = JSON.stringify(executions.flat()).length;
		expect(size).toBeGreaterThan(64 * 1024 * 1024);
		expect(size).toBeLessThan(64 * 1024 * 1024 + 2 * text.length + 10_000);
	});

	it('closes the stream and gives nothing more when it is deactivated', async () => {
		const gate = new Gate();
		session.simulator.faults.add({ path: conversations, gate: gate.pass });
		const { executions, failures, deactivate } = await activate({ emit: 'event' });
		gate.release(3);
		await until(() => executions.flat().length === 3);
		await deactivate();
		await until(() => asked()[0]?.closedByClient !== undefined);
		gate.open();
		await sleep(200);
		expect(executions.flat()).toHaveLength(3);
		expect(failures).toEqual([]);
	});

	it('asks for nothing after a restart without an answer in flight', async () => {
		for (const mode of ['init', 'leadershipChange'] as const) {
			const { executions, failures, deactivate } = await activate({}, { mode });
			await until(() => requestsTo('GET', /^\/v1\/conversations$/).length > 0);
			await sleep(100);
			await deactivate();
			expect(executions).toEqual([]);
			expect(failures).toEqual([]);
		}
		expect(asked()).toEqual([]);
	});

	it.each([
		['start', {}],
		['restart', {}],
		['append', {}],
	])('finishes the answer in flight after a restart: %s', async (mode) => {
		const { conversation_id: conversationId, outputs } = await session.start('Hello');
		await session.append(conversationId, 'More');
		const parameters = {
			...webSearch,
			mode,
			...(mode !== 'start' && { conversationId, fromEntryId: outputs[0]?.id }),
		};
		for (const [emit, before] of [
			['entry', 1],
			['event', 9],
			['response', 0],
		] as const) {
			const known = new Set(outputIds());
			const gate = new Gate();
			session.simulator.faults.add({ method: 'POST', path: conversations, gate: gate.pass });
			const killed = await activate({ ...parameters, emit });
			gate.release(10);
			await until(() => (session.simulator.requests.at(-1)?.eventsSent.length ?? 0) >= 10);
			await sleep(50);
			await killed.deactivate();
			gate.open();
			const requests = asked().length;
			const again = await activate(
				{ ...parameters, emit },
				{ mode: 'init', staticData: killed.staticData },
			);
			await until(() => again.executions.length > 0);
			const items = [...killed.executions, ...again.executions].flat();
			const wanted = outputIds().filter((id) => !known.has(id));
			expect(killed.executions.flat().length).toBeGreaterThanOrEqual(mode === 'start' ? before : 0);
			if (emit === 'response') expect(items).toMatchObject([{ event: 'conversation.response' }]);
			else {
				expect([...new Set(items.flatMap(({ id }) => id ?? []))]).toEqual(wanted);
				if (emit === 'entry') expect(items).toHaveLength(wanted.length);
			}
			expect(asked()).toHaveLength(requests);
			// Nothing is in flight any more.
			const third = await activate(
				{ ...parameters, emit },
				{ mode: 'init', staticData: again.staticData },
			);
			await sleep(1500);
			expect(third.executions).toEqual([]);
			await third.deactivate();
		}
	});

	it('marks no conversation that Mistral does not keep, and keeps the user’s metadata', async () => {
		await activate({ options: { store: false } });
		await activate({ options: { metadata: '{"team":"a"}' } });
		await until(() => asked().length === 2);
		expect(asked()[0]?.body).not.toHaveProperty('metadata');
		expect(asked()[1]?.body).toMatchObject({
			metadata: { team: 'a', n8n_trigger: expect.any(String) },
		});
	});

	it('reports a failed answer and gives the entries that were finished', async () => {
		session.simulator.faults.add({ path: conversations, errorAfter: 10 });
		const { executions, failures } = await activate(webSearch);
		await until(() => failures.length === 1);
		expect(failures[0]?.message).toContain('Response failed during streaming');
		expect(executions.flat()).toMatchObject([{ event: 'tool.execution' }]);
	});

	it.each<[string, INodeParameters, string]>([
		['an empty text', { text: '' }, 'The parameter "Text" is empty'],
		['an unknown agent', { target: 'agent', agentId: 'ag_1' }, 'Agent with id ag_1 was not found'],
		['an unknown model', { model: 'gpt' }, 'There is no model "gpt" for your API key'],
		['an id that climbs', { mode: 'append', conversationId: '../x' }, 'was not found'],
		['an id of dots', { mode: 'append', conversationId: '..' }, '".." is not an ID'],
		['no schedule and no activation', { runOn: [] }, 'The parameter "Run On" is empty'],
		['no events', { emit: 'event', events: [] }, 'The parameter "Event Types" is empty'],
		[
			'an interval of nothing',
			{ runOn: ['schedule'], interval: 0 },
			'The parameter "Interval" must be a whole number from 1, but is 0',
		],
	])('refuses to be activated with %s', async (_, parameters, message) => {
		await expect(activate(parameters)).rejects.toThrow(message);
		expect(asked()).toEqual([]);
	});

	it('refuses to restart from an entry that is not there', async () => {
		const { conversation_id: conversationId } = await session.start('Hello');
		const parameters = { mode: 'restart', conversationId, fromEntryId: 'msg_1' };
		await expect(activate(parameters)).rejects.toThrow('The conversation has no entry "msg_1"');
	});
});

describe('a manual run of the trigger', () => {
	const run = async (parameters: INodeParameters) => {
		const name = 'Mistral Trigger';
		const { data } = await runWorkflow(
			{
				name: 'test',
				nodes: [
					{
						id: '1',
						name,
						type: 'n8n-nodes-mistral-agents.mistralTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: { mode: 'start', text: 'Tell me about the sea', ...parameters },
					},
				],
				connections: {},
			},
			{ credential: credentialFor(session.simulator) },
		);
		const items = data.resultData.runData[name]?.[0]?.data?.main?.[0] ?? [];
		return { items: items.map(({ json }) => json), error: data.resultData.error };
	};

	it('gives the whole answer as items of one execution', async () => {
		const { items } = await run({ ...webSearch, emit: 'event' });
		expect(items).toHaveLength(asked()[0]?.eventsSent.length ?? 0);
		expect(items[0]).toMatchObject({ event: 'conversation.response.started' });
		expect(asked()[0]?.body).not.toHaveProperty('metadata');
		expect((await run(webSearch)).items).toMatchObject([
			{ event: 'tool.execution' },
			{ event: 'message.output', text: expect.any(String) },
		]);
		expect((await run({ ...webSearch, emit: 'response' })).items).toMatchObject([
			{ event: 'conversation.response', status: 'completed' },
		]);
	});

	it('shows what went wrong', async () => {
		session.simulator.faults.add({ status: 503, body: 'overflow' });
		expect((await run({})).error?.message).toContain('overflow');
	});
});
