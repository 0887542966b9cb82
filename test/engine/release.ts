import { expect } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { runWorkflow, type RunOptions } from '../../scripts/engine/engine';
import { readExample } from '../../scripts/examples';
import type { Simulator } from '../../simulator/server';
import { credentialFor } from './workflow';

export interface Check extends IDataObject {
	question?: string;
	expected?: string;
	unwanted?: string;
}

export interface Definition extends IDataObject {
	name: string;
	checks?: Check[];
}

const example = readExample('agents-as-code.json');
const definitionsNode = example.nodes.find(({ name }) => name === 'Definitions');

/** The definitions that the example comes with. */
export const { agents: defined } = JSON.parse(String(definitionsNode?.parameters.jsonOutput)) as {
	agents: [Definition & { checks: [Check, Check] }, Definition & { checks: [Check] }];
};

/** Runs the example with these definitions and gives its report, by the agent's name. */
export async function release(
	simulator: Simulator,
	definitions: Definition[],
	options: Pick<RunOptions, 'signal'> = {},
): Promise<Record<string, IDataObject>> {
	const jsonOutput = JSON.stringify({ agents: definitions });
	const nodes = example.nodes.map((node) =>
		node === definitionsNode ? { ...node, parameters: { ...node.parameters, jsonOutput } } : node,
	);
	const { data } = await runWorkflow(
		{ ...example, nodes },
		{ credential: credentialFor(simulator), ...options },
	);
	if (options.signal?.aborted) return {};
	expect(data.resultData.error).toBeUndefined();
	const report = (data.resultData.runData.Report ?? []).flatMap((run) => run.data?.main?.[0] ?? []);
	expect(report).toHaveLength(definitions.length);
	return Object.fromEntries(report.map(({ json }) => [String(json.agent), json]));
}

/** An agent of the simulator: its current version, all versions and the one in production. */
export function stateOf({ state: { agents } }: Simulator, { name }: Definition) {
	const [agent, ...others] = agents.list().filter((one) => one.name === name);
	if (!agent) return undefined;
	expect(others).toEqual([]);
	const production = agents.aliases(agent.id).find(({ alias }) => alias === 'production');
	return { current: agent.version, versions: agent.versions, production: production?.version };
}

/** The questions that a version of the simulator's one agent was asked, in order, where they were answered. */
export function questionsTo({ requests }: Pick<Simulator, 'requests'>, version: number | string) {
	return requests
		.filter(({ path, status }) => path === '/v1/conversations' && status === 200)
		.map(({ body }) => body as { agent_version: unknown; inputs: unknown })
		.filter(({ agent_version: asked }) => asked === version)
		.map(({ inputs }) => inputs);
}
