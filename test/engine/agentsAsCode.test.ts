import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { runWorkflow } from '../../scripts/engine/engine';
import { readExample } from '../../scripts/examples';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor } from './workflow';

const session = useSimulator();

interface Definition extends IDataObject {
	name: string;
	question?: string;
	expected?: string;
}

const example = readExample('agents-as-code.json');
const definitionsNode = example.nodes.find(({ name }) => name === 'Definitions');
const { agents } = JSON.parse(String(definitionsNode?.parameters.jsonOutput)) as {
	agents: [Definition, Definition];
};
const [desk, counter] = agents;

/** Runs the example with these definitions and gives its result items, by the agent's name. */
async function deploy(...definitions: Definition[]): Promise<Record<string, IDataObject>> {
	const jsonOutput = JSON.stringify({ agents: definitions });
	const nodes = example.nodes.map((node) =>
		node === definitionsNode ? { ...node, parameters: { ...node.parameters, jsonOutput } } : node,
	);
	const { data } = await runWorkflow(
		{ ...example, nodes },
		{ credential: credentialFor(session.simulator) },
	);
	expect(data.resultData.error).toBeUndefined();
	const results = ['Deployed', 'Rolled back', 'Not deployed'].flatMap((name) =>
		(data.resultData.runData[name] ?? []).flatMap((run) => run.data?.main?.[0] ?? []),
	);
	expect(results).toHaveLength(definitions.length);
	return Object.fromEntries(results.map(({ json }) => [String(json.agent), json]));
}

/** An agent of the simulator: its current version, all versions and the one in production. */
function stateOf({ name }: Definition) {
	const { agents: registry } = session.simulator.state;
	const [agent, ...others] = registry.list().filter((one) => one.name === name);
	if (!agent) return undefined;
	expect(others).toEqual([]);
	const production = registry.aliases(agent.id).find(({ alias }) => alias === 'production');
	return { current: agent.version, versions: agent.versions, production: production?.version };
}

const changed = { ...desk, instructions: 'Orders can be sent back for free within 14 days.' };
const asking = { method: 'POST', path: '/v1/conversations' };
const settingAlias = { method: 'PUT', path: /aliases$/ };

describe('agents as code', () => {
	it('puts new agents into production', async () => {
		const results = await deploy(desk, counter);
		for (const definition of [desk, counter]) {
			expect(results[definition.name]).toMatchObject({
				outcome: 'deployed',
				action: 'created',
				version: 0,
				answer: expect.stringContaining(String(definition.expected)),
			});
			expect(stateOf(definition)).toEqual({ current: 0, versions: [0], production: 0 });
		}
	});

	it('makes no version of what has not changed', async () => {
		await deploy(desk, counter);
		const results = await deploy(desk, counter);
		expect(results[desk.name]).toMatchObject({ outcome: 'deployed', action: 'unchanged' });
		for (const definition of [desk, counter]) {
			expect(stateOf(definition)).toEqual({ current: 0, versions: [0], production: 0 });
		}
	});

	it('moves production to a version that answers well', async () => {
		await deploy(desk);
		const results = await deploy({ ...changed, expected: '14 days' });
		expect(results[desk.name]).toMatchObject({
			outcome: 'deployed',
			action: 'updated',
			version: 1,
		});
		expect(stateOf(desk)).toEqual({ current: 1, versions: [0, 1], production: 1 });
	});

	it('asks the new version, not the one in production', async () => {
		await deploy(desk);
		await deploy({ ...changed, expected: '14 days' });
		const { requests } = session.simulator;
		const versions = requests
			.filter(({ path }) => path === '/v1/conversations')
			.map(({ body }) => (body as IDataObject).agent_version);
		expect(versions).toEqual([0, 1]);
	});

	it('goes back to production when the answer is wrong', async () => {
		await deploy(desk);
		const results = await deploy(changed);
		expect(results[desk.name]).toMatchObject({
			outcome: 'rolled back',
			version: 0,
			refused: 1,
			reason: expect.stringMatching(/^The answer was: .*14 days/),
		});
		expect(stateOf(desk)).toEqual({ current: 0, versions: [0, 1], production: 0 });
	});

	it('goes back to production when nothing is expected or asked', async () => {
		await deploy(desk);
		for (const [missing, reason] of [
			['expected', 'The answer was'],
			['question', 'The parameter "Text" is empty'],
		] as const) {
			const results = await deploy({ ...changed, [missing]: undefined });
			expect(results[desk.name]).toMatchObject({
				outcome: 'rolled back',
				reason: expect.stringContaining(reason),
			});
			expect(stateOf(desk)).toMatchObject({ current: 0, production: 0 });
		}
	});

	it.each([
		['the question cannot be asked', asking],
		['production cannot be moved', settingAlias],
	])('goes back to production when %s', async (_, request) => {
		await deploy(desk);
		session.simulator.faults.add({ ...request, status: 400, body: { message: 'Out of order' } });
		const results = await deploy({ ...changed, expected: '14 days' });
		expect(results[desk.name]).toMatchObject({
			outcome: 'rolled back',
			version: 0,
			refused: 1,
			reason: 'Out of order',
		});
		expect(stateOf(desk)).toEqual({ current: 0, versions: [0, 1], production: 0 });
	});

	it('leaves an unchanged agent in production when the question fails', async () => {
		await deploy(desk);
		session.simulator.faults.add({ ...asking, status: 503, body: 'Overloaded' });
		const results = await deploy(desk);
		expect(results[desk.name]).toMatchObject({ outcome: 'rolled back', reason: 'Overloaded' });
		expect(stateOf(desk)).toEqual({ current: 0, versions: [0], production: 0 });
	});

	it('never calls a first version production that answers wrongly', async () => {
		const results = await deploy({ ...desk, expected: 'a year' });
		expect(results[desk.name]).toMatchObject({
			outcome: 'not deployed',
			reason: expect.stringMatching(
				/^The answer was: .*30 days[^]* \| Alias production .*not found/,
			),
		});
		expect(stateOf(desk)).toEqual({ current: 0, versions: [0], production: undefined });
	});

	it('treats several at once each by its own outcome', async () => {
		const mute = { ...desk, name: 'Mute' };
		const fresh = { ...desk, name: 'Fresh', expected: 'a year' };
		await deploy(desk, counter, mute);
		const results = await deploy(
			changed,
			{ ...counter, instructions: 'Count with code.' },
			{ ...mute, instructions: 'Be silent.', question: undefined },
			fresh,
		);
		expect(results).toMatchObject({
			[desk.name]: {
				outcome: 'rolled back',
				version: 0,
				refused: 1,
				reason: expect.stringContaining('14 days'),
			},
			[counter.name]: { outcome: 'deployed', version: 1 },
			[mute.name]: {
				outcome: 'rolled back',
				version: 0,
				refused: 1,
				reason: expect.stringContaining('"Text" is empty'),
			},
			[fresh.name]: { outcome: 'not deployed', reason: expect.stringContaining('30 days') },
		});
		for (const definition of [desk, mute]) {
			expect(stateOf(definition)).toEqual({ current: 0, versions: [0, 1], production: 0 });
		}
		expect(stateOf(counter)).toEqual({ current: 1, versions: [0, 1], production: 1 });
		expect(stateOf(fresh)).toEqual({ current: 0, versions: [0], production: undefined });
	});

	it('deploys the others when one cannot be set up', async () => {
		const results = await deploy({ ...desk, model: 'no-such-model' }, counter);
		expect(results[desk.name]).toMatchObject({
			outcome: 'not deployed',
			reason: expect.stringContaining('no-such-model'),
		});
		expect(results[counter.name]).toMatchObject({ outcome: 'deployed', version: 0 });
		expect(stateOf(desk)).toBeUndefined();
	});
});
