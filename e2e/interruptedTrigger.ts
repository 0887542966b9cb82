import { afterEach, beforeEach, expect } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { poll } from '../scripts/n8n/process/poll';
import { type Simulator, startSimulator } from '../simulator/server';
import { Gate } from '../simulator/streams/gate';
import { RestartedN8n } from './restartedN8n';
import { itemsIn, outputsIn, type Run, threeEntries, Triggered } from './triggered';

const conversations = '/v1/conversations';

const idsOf = (runs: Run[]) => itemsIn(runs).map(({ id }) => id);

/**
 * A Mistral Trigger whose answer comes event by event, in an n8n that ends meanwhile. Each test has all of
 * this anew.
 */
export function useInterruptedTrigger() {
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

	return {
		get simulator() {
			return simulator;
		},
		get gate() {
			return gate;
		},
		stop: async () => await world.n8n.stop(),
		kill: async () => await world.n8n.kill(),
		/** The answer goes on while n8n is away. */
		startAgain: async () => {
			gate.open();
			await world.startAgain();
		},
		/** @param after the node after the trigger */
		activate: async (
			parameters: INodeParameters = {},
			after?: Parameters<typeof Triggered.create>[2],
		) => {
			triggered = await Triggered.create(world, { ...threeEntries, ...parameters }, after);
			await triggered.activate();
		},
		/** The answer has begun, but none of its entries is finished. */
		untilBegun: async () => {
			gate.release(4);
			await poll(() => Promise.resolve(simulator.requests.at(-1)?.eventsSent[3]), {
				failure: 'The answer had not begun',
				timeout: 10_000,
			});
		},
		untilRuns: async (areAsWanted: (runs: Run[]) => boolean) =>
			await triggered.until(areAsWanted, { timeout: 300_000 }),
		untilGiven: async (count: number) =>
			await triggered.until((runs) => itemsIn(runs).length >= count, { timeout: 300_000 }),
		/** By these runs, or by all there are. */
		expectEachOnce: async (runs?: Run[]) => {
			expect(idsOf(runs ?? (await triggered.runs()))).toEqual(outputsIn(simulator));
			const asked = simulator.requests.filter(
				({ method, path }) => method === 'POST' && path.startsWith(conversations),
			);
			expect(asked).toHaveLength(1);
		},
	};
}
