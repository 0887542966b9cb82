import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import type { IRun } from 'n8n-workflow';

import { Gate } from '../../simulator/streams/gate';
import { useSimulator } from '../simulator/useSimulator';
import { executeTrigger } from './executedTrigger';
import { idsIn, useTrigger } from './useTrigger';

const session = useSimulator();
const webSearch = { tools: { values: [{ type: 'web_search' }] } };
const conversations = '/v1/conversations';
const { activate, until, asked, outputIds } = useTrigger(session);
const databaseAway = new Error('connect ECONNREFUSED 127.0.0.1:5432');

/** Makes the next answer one of 150 MB. */
function answerHugely(): { pieceSize: number } {
	const text = 'x'.repeat(5_000_000);
	const delta = { type: 'message.output.delta', id: 'msg_1', output_index: 0, content: text };
	session.simulator.faults.add({
		path: conversations,
		events: [
			{ type: 'conversation.response.started', conversation_id: 'conv_1' },
			...Array.from({ length: 30 }, () => delta),
		],
	});
	return { pieceSize: text.length };
}

describe('the executions of an activated trigger', () => {
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
		const { pieceSize } = answerHugely();
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
		expect(size).toBeLessThan(64 * 1024 * 1024 + 2 * pieceSize + 10_000);
	});

	it.each(['The execution was cancelled manually', 'No active execution found'])(
		'are not repeated when n8n rejects with "%s"',
		async (message) => {
			const { executions, log } = await activate(webSearch, {
				onEmit: (done) => done.reject(new Error(message)),
			});
			await until(() => executions.flat().length === 2);
			await sleep(1500);
			expect(idsIn(executions)).toEqual(outputIds());
			expect(log).toEqual([]);
		},
	);

	it('lose no entry and keep the order when n8n cannot create them for a while', async () => {
		const accepted: number[] = [];
		const { executions, failures, log, staticData } = await activate(webSearch, {
			onEmit: (done, count) => {
				if (count <= 2) return done.reject(databaseAway);
				accepted.push(count - 1);
				done.resolve({} as IRun);
			},
		});
		await until(() => accepted.flatMap((index) => executions[index] ?? []).length === 2);
		expect(accepted.flatMap((index) => executions[index] ?? []).map(({ id }) => id)).toEqual(
			outputIds(),
		);
		expect(failures).toEqual([]);
		expect(log).toEqual([
			expect.stringContaining('n8n could not create an execution for "Mistral Trigger"'),
			expect.stringContaining('handed over again in 2 s'),
		]);
		expect(staticData.progress).toMatchObject({ given: [] });
	});

	it('keep at most 64 MB in line while n8n can create none, and give those when it can', async () => {
		const { pieceSize } = answerHugely();
		const { executions, failures } = await activate(
			{ emit: 'event' },
			{
				onEmit: (done) =>
					failures.length > 0 ? done.resolve({} as IRun) : done.reject(databaseAway),
			},
		);
		await until(() => failures.length === 1, 60_000);
		expect(failures[0]?.message).toContain('more than 64 MB');
		const before = executions.length;
		await until(() => executions.length > before, 60_000);
		const { length: size } = JSON.stringify(executions.at(-1));
		expect(executions.at(-1)?.[0]).toMatchObject({ event: 'conversation.response.started' });
		expect(size).toBeGreaterThan(64 * 1024 * 1024);
		expect(size).toBeLessThan(64 * 1024 * 1024 + 2 * pieceSize + 10_000);
	});

	it('keep how far the workflow is, but not what is older than that which is kept', async () => {
		const progress = (number: number) => ({ number, restarts: 0, token: `${number}`, given: [] });
		const items = (number: number) => [{ json: { event: 'x' }, progress: progress(number) }];
		const newer = await executeTrigger(items(6), { progress: progress(5) });
		expect(newer).toEqual({ output: [{ event: 'x' }], staticData: { progress: progress(6) } });
		const older = await executeTrigger(items(3), { progress: progress(5) });
		expect(older).toEqual({ output: [{ event: 'x' }], staticData: { progress: progress(5) } });
	});
});
