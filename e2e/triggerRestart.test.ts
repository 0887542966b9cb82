import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { poll } from '../scripts/n8n/process/poll';
import { type Simulator, startSimulator } from '../simulator/server';
import { Gate } from '../simulator/streams/gate';
import { RestartedN8n } from './restartedN8n';
import { itemsIn, type Run, Triggered } from './triggered';

const conversations = '/v1/conversations';
const threeEntries = {
	text: 'Run some code about Lyon, then search the web',
	tools: { values: [{ type: 'code_interpreter' }] },
};

/** Each test has an n8n of its own, as it ends it. */
jest.setTimeout(600_000);

describe('Mistral Trigger when n8n ends', () => {
	let simulator: Simulator;
	let world: RestartedN8n;
	let gate: Gate;
	let triggered: Triggered;
	beforeEach(async () => {
		simulator = await startSimulator();
		gate = new Gate();
		simulator.faults.add({ method: 'POST', path: conversations, gate: gate.pass });
		world = await RestartedN8n.start(simulator);
	}, 900_000);
	afterEach(async () => {
		await world.close();
		await simulator.close();
	});

	const activate = async (
		parameters: INodeParameters = {},
		after?: Parameters<typeof Triggered.create>[2],
	) => {
		triggered = await Triggered.create(world, { ...threeEntries, ...parameters }, after);
		await triggered.activate();
	};
	/** The answer goes on while n8n is away. */
	const startAgain = async () => {
		gate.open();
		await world.startAgain();
	};
	const askedFor = () =>
		simulator.requests.filter(
			({ method, path: p }) => method === 'POST' && p.startsWith(conversations),
		);
	/** Ids of all outputs in the histories, in order. */
	const outputs = () =>
		[...simulator.state.conversations.values()].flatMap(({ entries }) =>
			entries.filter(({ type }) => type !== 'message.input').map(({ id }) => id),
		);
	const idsOf = (items: IDataObject[]) => items.map(({ id }) => id);
	const untilGiven = async (count: number) =>
		await triggered.until((runs) => itemsIn(runs).length >= count, { timeout: 300_000 });

	/** The answer has begun, but none of its entries is finished. */
	const untilBegun = async () => {
		gate.release(4);
		await poll(() => Promise.resolve(simulator.requests.at(-1)?.eventsSent[3]), {
			failure: 'The answer had not begun',
			timeout: 10_000,
		});
	};
	const expectEachOnce = async () => {
		expect(idsOf(await triggered.items())).toEqual(outputs());
		expect(askedFor()).toHaveLength(1);
	};

	it('gives each entry once when it is stopped in the middle of an answer', async () => {
		await activate();
		gate.release(24);
		await untilGiven(2);
		await world.n8n.stop();
		await startAgain();
		await untilGiven(3);
		// Nothing is in flight any more.
		await world.n8n.stop();
		await startAgain();
		await sleep(8000);
		await expectEachOnce();
	});

	it('gives each entry once when it is killed between two executions', async () => {
		await activate();
		gate.release(12);
		await triggered.until(([run]) => run?.status === 'success');
		await world.n8n.kill();
		await startAgain();
		await untilGiven(3);
		await expectEachOnce();
	});

	it('gives all entries when it is killed before the first one', async () => {
		await activate();
		await untilBegun();
		await world.n8n.kill();
		await startAgain();
		await untilGiven(3);
		await expectEachOnce();
	});

	it('repeats only the execution that was under way when it is killed', async () => {
		const wait = { type: 'n8n-nodes-base.wait', parameters: { amount: 4, unit: 'seconds' } };
		await activate({}, wait);
		gate.release(12);
		await triggered.until(([run]) => run?.status === 'running');
		gate.release(12);
		// The first entry is done with, the second one is not.
		await triggered.until(([one, two]) => one?.status === 'success' && two?.status === 'running');
		await world.n8n.kill();
		await startAgain();
		const succeeded = (runs: Run[]) => runs.filter(({ status }) => status === 'success');
		const runs = await triggered.until((found) => itemsIn(succeeded(found)).length >= 3, {
			timeout: 300_000,
		});
		expect(idsOf(itemsIn(succeeded(runs)))).toEqual(outputs());
		expect(runs.map(({ status }) => status)).toContain('crashed');
		expect(askedFor()).toHaveLength(1);
	});

	it('finds the answer in a conversation that it goes on with', async () => {
		const { id } = simulator.state.add(simulator.state.newConversation());
		await activate({ mode: 'append', conversationId: id, text: 'Tell me about the sea' });
		await untilBegun();
		await world.n8n.kill();
		await startAgain();
		await untilGiven(1);
		await sleep(3000);
		await expectEachOnce();
	});
});
