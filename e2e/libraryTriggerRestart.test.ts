import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { poll } from '../scripts/n8n/process/poll';
import { type Simulator, startSimulator } from '../simulator/server';
import { RestartedN8n } from './restartedN8n';
import { itemsIn, libraryTriggerType, type Run, Triggered } from './triggered';

describe('Mistral Library Trigger when n8n is killed', () => {
	let simulator: Simulator;
	let world: RestartedN8n;
	let libraryId: string;
	beforeAll(async () => {
		simulator = await startSimulator({ processingTime: 0 });
		({ id: libraryId } = simulator.state.libraries.add({ name: 'Watched' }));
		world = await RestartedN8n.start(simulator);
	}, 900_000);
	afterAll(async () => {
		await world.close();
		await simulator.close();
	});

	/** A workflow that has looked for the first time. */
	const watched = async (after?: Parameters<typeof Triggered.create>[2]) => {
		const triggered = await Triggered.create(
			world,
			{ libraryId: { __rl: true, mode: 'id', value: libraryId }, events: ['added', 'processed'] },
			after,
			libraryTriggerType,
		);
		await triggered.activate();
		return triggered;
	};
	const add = (name: string) =>
		simulator.state.libraries.addDocument(libraryId, { name, text: name });
	/** n8n looks when a workflow is activated, and every minute after that. */
	const lookAgain = async (triggered: Triggered) => {
		await triggered.deactivate();
		return triggered.activate();
	};
	const told = (runs: Run[]) =>
		itemsIn(runs).map(({ event, document }) => `${event} ${(document as IDataObject).name}`);

	it('while it looks, the events are given once, when it has started again', async () => {
		const triggered = await watched();
		add('first.md');
		simulator.faults.add({ path: `/v1/libraries/${libraryId}/documents`, latency: 120_000 });
		const before = simulator.requests.length;
		const looking = () => Promise.resolve(simulator.requests.slice(before)[0]);
		await poll(looking, { failure: 'n8n had not looked', timeout: 90_000 });
		await world.n8n.kill();
		simulator.faults.clear();
		// n8n looks at once when it starts.
		await world.startAgain();
		await triggered.until(([run]) => run?.status === 'success');
		await lookAgain(triggered);
		await sleep(3000);
		expect(told(await triggered.runs())).toEqual(['added first.md', 'processed first.md']);
		await triggered.deactivate();
	});

	it('while their execution runs, the events are not given again: n8n lists it as crashed', async () => {
		const wait = { type: 'n8n-nodes-base.wait', parameters: { amount: 30, unit: 'seconds' } };
		const triggered = await watched(wait);
		add('second.md');
		await lookAgain(triggered);
		await triggered.until(([run]) => run?.status === 'running');
		await world.n8n.kill();
		await world.startAgain();
		await triggered.until(([run]) => run?.status === 'crashed');
		await lookAgain(triggered);
		await sleep(3000);
		expect((await triggered.runs()).map(({ status }) => status)).toEqual(['crashed']);
	});
});
