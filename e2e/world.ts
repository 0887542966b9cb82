import path from 'node:path';

import { afterAll, beforeAll } from '@jest/globals';

import type { Credential } from '../scripts/n8n/api/workflow';
import { startN8n, type N8n } from '../scripts/n8n/startN8n';
import { type Simulator, startSimulator } from '../simulator/server';

export const root = path.resolve(__dirname, '..');
export const agentsType = 'n8n-nodes-mistral-agents.mistralAgents';
export const nodeType = 'n8n-nodes-mistral-agents.mistralConversations';
export const librariesType = 'n8n-nodes-mistral-agents.mistralLibraries';

/** A full n8n with the package, an owner, and a credential for a simulator. */
export interface World {
	n8n: N8n;
	simulator: Simulator;
	credential: Credential;
}

/** Starting n8n takes half a minute, installing it before that some minutes. */
const startTimeout = 900_000;

/** One world for all tests of a file. */
export function useWorld(): World {
	let world: World | undefined;
	const there = () => {
		if (!world) throw new Error('There is an n8n only while a test runs');
		return world;
	};
	beforeAll(async () => {
		// Words come one by one, as people see them.
		const simulator = await startSimulator({ wordDelay: 30 });
		const n8n = await startN8n({ package: root });
		await n8n.api.setUpOwner();
		const credential = await n8n.api.createCredential('mistralAgentsApi', 'Mistral', {
			apiKey: simulator.apiKey,
			baseUrl: simulator.url,
		});
		world = { n8n, simulator, credential };
	}, startTimeout);
	afterAll(async () => {
		await world?.n8n.stop();
		await world?.simulator.close();
	});
	return {
		get n8n() {
			return there().n8n;
		},
		get simulator() {
			return there().simulator;
		},
		get credential() {
			return there().credential;
		},
	};
}
