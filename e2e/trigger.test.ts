import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSimulator } from '../simulator/server';
import { Gate } from '../simulator/streams/gate';
import { itemsIn, type Run, Triggered } from './triggered';
import { useWorld } from './world';

const world = useWorld();
const conversations = '/v1/conversations';
const twoEntries = {
	text: 'What is new in Lyon?',
	tools: { values: [{ type: 'web_search' }] },
};
/** Events of the answer until its first entry, the tool execution, is finished. */
const stepDone = 8;
const everySeconds = (seconds: number) => ({
	runOn: ['schedule'],
	scheduleType: 'cron',
	cronExpression: `*/${seconds} * * * * *`,
});

/** Conversations that the simulator was asked to start. */
const asked = () =>
	world.simulator.requests.filter(
		({ method, path }) => method === 'POST' && path === conversations,
	);

const idsIn = (items: IDataObject[]) => items.map(({ id }) => id);

/** Outputs in all histories, in order: what the workflow must have got, each once. */
const outputIds = () =>
	[...world.simulator.state.conversations.values()].flatMap(({ entries }) =>
		entries.filter(({ type }) => type !== 'message.input').map(({ id }) => id),
	);

describe('Mistral Trigger in a full n8n', () => {
	let workflow: Triggered | undefined;
	afterEach(async () => {
		await workflow?.deactivate();
		world.simulator.faults.clear();
		world.simulator.requests.length = 0;
		world.simulator.state.conversations.clear();
	});
	const activated = async (
		parameters: INodeParameters,
		after?: Parameters<typeof Triggered.create>[2],
	) => {
		workflow = await Triggered.create(world, parameters, after);
		await workflow.activate();
		return workflow;
	};
	const useAnswersOf = (baseUrl: string, apiKey = world.simulator.apiKey) =>
		world.n8n.api.updateCredential(world.credential, { apiKey, baseUrl });
	const ended = (runs: Run[], status: string) => runs.filter((run) => run.status === status);

	it('asks once on activation and gives the entries as they are finished', async () => {
		const gate = new Gate();
		world.simulator.faults.add({ path: conversations, gate: gate.pass });
		const triggered = await activated(twoEntries);
		gate.release(stepDone);
		const [first] = await triggered.until((runs) => itemsIn(runs).length === 1);
		expect(first?.items).toMatchObject([{ event: 'tool.execution', name: 'web_search' }]);
		gate.open();
		const runs = await triggered.until((found) => itemsIn(found).length === 2);
		expect(runs[1]?.items).toMatchObject([
			{
				event: 'message.output',
				conversationId: runs[0]?.items[0]?.conversationId,
				text: expect.stringContaining('Lyon'),
			},
		]);
		expect(idsIn(itemsIn(runs))).toEqual(outputIds());
		expect(asked()).toHaveLength(1);
	});

	it('asks by its schedule, each time for a new answer', async () => {
		const triggered = await activated({ ...twoEntries, ...everySeconds(3) });
		await triggered.until((runs) => itemsIn(runs).length >= 6);
		await triggered.deactivate();
		const items = itemsIn(await triggered.runs());
		expect(idsIn(items)).toEqual(outputIds());
		expect(new Set(items.map(({ conversationId }) => conversationId)).size).toBe(asked().length);
		await sleep(4000);
		expect(itemsIn(await triggered.runs())).toHaveLength(items.length);
	});

	it('gives nothing more when it is deactivated in the middle of an answer', async () => {
		const gate = new Gate();
		world.simulator.faults.add({ path: conversations, gate: gate.pass });
		const triggered = await activated({ ...twoEntries, emit: 'event' });
		gate.release(5);
		await triggered.until((runs) => itemsIn(runs).length === 5);
		await triggered.deactivate();
		gate.open();
		await sleep(3000);
		expect(itemsIn(await triggered.runs())).toHaveLength(5);
		expect(asked()).toMatchObject([{ closedByClient: expect.any(Number) }]);
	});

	it('gives each entry once when executions fail', async () => {
		const stop = { type: 'n8n-nodes-base.stopAndError', parameters: { errorMessage: 'No' } };
		const triggered = await activated(twoEntries, stop);
		const runs = await triggered.until((found) => itemsIn(found).length === 2);
		expect(ended(runs, 'error')).toHaveLength(runs.length);
		expect(idsIn(itemsIn(runs))).toEqual(outputIds());
		expect(asked()).toHaveLength(1);
	});

	it('goes on when an execution is cancelled by hand', async () => {
		const wait = { type: 'n8n-nodes-base.wait', parameters: { amount: 50, unit: 'seconds' } };
		const triggered = await activated(twoEntries, wait);
		const [first] = await triggered.until(([run]) => run?.status === 'running');
		await world.n8n.api.stopExecution(String(first?.id));
		await triggered.until(([one, two]) => one?.status === 'canceled' && two?.status === 'running');
		await world.n8n.api.stopExecution(String((await triggered.runs())[1]?.id));
		const runs = await triggered.until((found) => ended(found, 'canceled').length === 2);
		expect(runs).toHaveLength(2);
		expect(asked()).toHaveLength(1);
	});

	it('skips times of its schedule while the workflow is busy with an answer', async () => {
		const wait = { type: 'n8n-nodes-base.wait', parameters: { amount: 5, unit: 'seconds' } };
		const triggered = await activated({ ...twoEntries, ...everySeconds(2) }, wait);
		const runs = await triggered.until((found) => ended(found, 'success').length >= 3);
		await triggered.deactivate();
		// Two executions of five seconds each for every answer.
		expect(asked().length).toBeLessThanOrEqual(2);
		for (const [index, { startedAt }] of runs.entries()) {
			const before = runs[index - 1]?.stoppedAt;
			if (before) expect(Date.parse(String(startedAt))).toBeGreaterThanOrEqual(Date.parse(before));
		}
		expect(new Set(idsIn(itemsIn(runs))).size).toBe(itemsIn(runs).length);
	});

	it('completes an answer from the history when the server was away for 20 seconds', async () => {
		const { faults } = world.simulator;
		faults.add({ method: 'POST', path: conversations, cutAfter: stepDone });
		faults.add({
			method: 'GET',
			path: conversations,
			disconnect: 'before-answer',
			times: Infinity,
		});
		const triggered = await activated(twoEntries);
		await sleep(20_000);
		expect(itemsIn(await triggered.runs())).toHaveLength(1);
		faults.clear();
		// The history has to be quiet for two minutes.
		const runs = await triggered.until((found) => itemsIn(found).length === 2, {
			timeout: 300_000,
		});
		expect(idsIn(itemsIn(runs))).toEqual(outputIds());
		expect(ended(runs, 'success')).toHaveLength(runs.length);
		expect(asked()).toHaveLength(1);
	});

	it('reports what failed while the server was down, and asks again at the next time', async () => {
		const first = await startSimulator();
		await useAnswersOf(first.url);
		const triggered = await activated({ ...twoEntries, ...everySeconds(5) });
		await triggered.until((runs) => itemsIn(runs).length >= 2);
		await first.close();
		await sleep(20_000);
		const failed = ended(await triggered.runs(), 'error');
		expect(failed.length).toBeGreaterThan(0);
		expect(failed[0]?.data.resultData.error?.message).toContain('nothing listens at this address');
		const second = await startSimulator({ port: Number(new URL(first.url).port) });
		const before = itemsIn(await triggered.runs()).length;
		await triggered.until((runs) => itemsIn(runs).length >= before + 2);
		await triggered.deactivate();
		await useAnswersOf(world.simulator.url);
		await second.close();
	});

	it('gives events of the chosen types, and unknown ones as "other"', async () => {
		world.simulator.faults.add({
			path: conversations,
			extraEvents: [{ type: 'moon.phase', phase: 'full' }],
		});
		const triggered = await activated({
			emit: 'event',
			events: ['other', 'conversation.response.done'],
		});
		const runs = await triggered.until((found) => itemsIn(found).length === 2);
		expect(itemsIn(runs)).toMatchObject([
			{ event: 'moon.phase', phase: 'full' },
			{ event: 'conversation.response.done', usage: expect.any(Object) },
		]);
	});

	it('gives one simplified response per answer', async () => {
		const triggered = await activated({ ...twoEntries, emit: 'response' });
		const [run] = await triggered.until((found) => itemsIn(found).length === 1);
		expect(run?.items).toMatchObject([
			{
				event: 'conversation.response',
				conversationId: expect.stringMatching(/^conv_/),
				status: 'completed',
				text: expect.stringContaining('Lyon'),
				references: expect.any(Array),
			},
		]);
	});

	it('says at activation what is wrong', async () => {
		await useAnswersOf(world.simulator.url, 'wrong');
		const withWrongKey = await Triggered.create(world, {});
		await expect(withWrongKey.activate()).rejects.toThrow('Invalid API Key');
		await useAnswersOf(world.simulator.url);
		const parameters = [
			{ text: '={{ "" }}' },
			{ target: 'agent', agentId: 'ag_unknown' },
			{ model: 'gpt' },
			{ runOn: [] },
			{ runOn: ['schedule'], scheduleType: 'cron', cronExpression: 'daily' },
		];
		const others = await Promise.all(parameters.map((one) => Triggered.create(world, one)));
		const results = await Promise.allSettled(others.map((one) => one.activate()));
		const messages = results.map((result) => 'reason' in result && String(result.reason));
		expect(messages).toEqual([
			expect.stringContaining('The parameter "Text" is empty'),
			expect.stringContaining('Agent with id ag_unknown was not found'),
			expect.stringContaining('no model "gpt" for your API key'),
			expect.stringContaining('Missing or invalid required parameters: runOn'),
			expect.stringContaining('"Cron Expression" must be a cron expression, but is "daily"'),
		]);
		expect(asked()).toHaveLength(0);
		await Promise.all([withWrongKey, ...others].map((one) => one.deactivate()));
	});
});
