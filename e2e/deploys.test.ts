import { afterAll, beforeAll, describe, it } from '@jest/globals';

import { exampleFiles } from '../scripts/examples';
import type { Surroundings } from '../scripts/n8n/examples/surroundings';
import { type Simulator, startSimulator } from '../simulator/server';
import { openGates } from './deploys/hold';
import { middles } from './deploys/middles';
import { RestartedN8n } from './restartedN8n';

describe('n8n stopped and started in the middle of all examples', () => {
	let simulator: Simulator;
	let world: RestartedN8n;
	const checks = new Map<string, () => Promise<void>>();
	beforeAll(async () => {
		simulator = await startSimulator({ processingTime: 0 });
		world = await RestartedN8n.start(simulator);
		const surroundings: Surroundings = {
			get n8n() {
				return world.n8n;
			},
			simulator,
		};
		for (const file of exampleFiles()) {
			const begin = middles[file];
			if (begin) checks.set(file, await begin(surroundings, file));
		}
		await world.n8n.stop();
		openGates();
		await world.startAgain();
	}, 900_000);
	afterAll(async () => {
		await world.close();
		await simulator.close();
	});

	it.each(exampleFiles())('%s', async (file) => {
		const check = checks.get(file);
		if (!check) throw new Error('e2e/deploys/middles.ts does not say where its middle is');
		await check();
	});
});
