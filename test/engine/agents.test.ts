import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations, runNode } from './workflow';

const session = useSimulator();

const attempt = (
	operation: string,
	parameters: INodeParameters = {},
	settings?: { items?: IDataObject[] } & Partial<INode>,
) => {
	const [resource = '', name = ''] = operation.split('.');
	return runNode(
		'mistralAgents',
		credentialFor(session.simulator),
		{ resource, operation: name, ...parameters },
		settings,
	);
};
const run = async (...given: Parameters<typeof attempt>) => {
	const { error, outputs } = await attempt(...given);
	if (error) throw new Error(`${error.message} | ${error.description}`);
	return outputs[0] ?? [];
};
const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });

const created = async (parameters: INodeParameters = {}) => {
	const [agent = {}] = await run('agent.create', { name: 'Clerk', ...parameters });
	return agent;
};
const sent = () =>
	session.simulator.requests.map(({ method, path }) => `${method} ${path.replace(/ag_\w+/, 'ID')}`);

describe('Mistral Agents in the engine of n8n', () => {
	it('creates an agent that answers conversations', async () => {
		const helper = await created({ name: 'Helper' });
		const agent = await created({
			instructions: 'Be brief',
			tools: { values: [{ type: 'web_search' }] },
			handoffs: { values: [{ agentId: byId(helper.id) }] },
			options: { metadata: '{ "team": "a" }', versionMessage: 'First' },
		});
		expect(agent).toMatchObject({
			name: 'Clerk',
			model: 'mistral-medium-latest',
			tools: [{ type: 'web_search' }],
			handoffs: [helper.id],
			metadata: { team: 'a' },
			version: 0,
			version_message: 'First',
		});
		const { outputs } = await runConversations(credentialFor(session.simulator), {
			operation: 'start',
			target: 'agent',
			agentId: byId(agent.id),
			text: 'Search the web',
		});
		expect(outputs[0]).toMatchObject([
			{ agentId: agent.id, toolExecutions: [{ name: 'web_search' }] },
		]);
	});

	it('gets an agent, also by version and by alias, and deletes it', async () => {
		const { id } = await created({ instructions: 'One' });
		const agentId = byId(id);
		await run('agent.update', { agentId, updateFields: { instructions: 'Two' } });
		await run('alias.set', { agentId, alias: 'old', version: byId(0) });
		for (const [agentVersion, instructions] of [
			['', 'Two'],
			['0', 'One'],
			['old', 'One'],
		] as const) {
			const found = await run('agent.get', { agentId, options: { agentVersion } });
			expect(found).toMatchObject([{ id, instructions }]);
		}
		expect(await run('agent.delete', { agentId })).toEqual([{ deleted: true, agentId: id }]);
		const { error } = await attempt('agent.get', { agentId });
		expect(error?.httpCode).toBe('404');
	});

	it('lists agents by all filters, page by page', async () => {
		const { agents } = session.simulator.state;
		for (let i = 0; i < 120; i++) agents.add({ name: `Agent ${i}`, model: 'mistral-small-latest' });
		expect(await run('agent.getAll')).toHaveLength(50);
		expect(await run('agent.getAll', { returnAll: true })).toHaveLength(124);
		expect(session.simulator.requests.map(({ query }) => query.page_size)).toEqual([
			'50',
			'100',
			'100',
		]);
		for (const [filters, names] of [
			[{ name: 'Agent 7' }, ['Agent 7']],
			[{ search: 'WEATHER' }, ['Weather reporter']],
			[{ sources: ['playground', 'agent_builder_v1'] }, ['Translator']],
			[{ deploymentChat: true }, ['Web researcher']],
			[{ metadata: '{ "team": "research" }' }, ['Web researcher']],
		] as const) {
			const found = await run('agent.getAll', { filters } as never);
			expect(found.map(({ name }) => name)).toEqual(names);
		}
	});

	it('goes on behind an empty page that names a next one', async () => {
		const body = { object: 'list', data: [], next_page_token: 'next' };
		session.simulator.faults.add({ body });
		session.simulator.faults.add({
			body: { ...body, data: [{ id: 'ag_1' }], next_page_token: null },
		});
		expect(await run('agent.getAll')).toEqual([{ id: 'ag_1' }]);
	});

	it('updates what is added, empties what is added and left empty, and keeps the rest', async () => {
		const { id } = await created({
			model: byId('mistral-small-latest'),
			instructions: 'One',
			description: 'Old',
			tools: { values: [{ type: 'web_search' }] },
			options: { metadata: '{ "a": 1 }' },
		});
		const [agent] = await run('agent.update', {
			agentId: byId(id),
			updateFields: { instructions: 'Two', tools: {}, description: '', deploymentChat: true },
			options: { versionMessage: 'New' },
			simplify: false,
		});
		expect(agent).toMatchObject({
			version: 1,
			model: 'mistral-small-latest',
			instructions: 'Two',
			description: null,
			tools: [],
			metadata: { a: 1 },
			deployment_chat: true,
			version_message: 'New',
		});
	});

	it('lists, gets and switches versions', async () => {
		const { id } = await created({ description: '0' });
		const agentId = byId(id);
		for (const description of ['1', '2']) {
			await run('agent.update', { agentId, updateFields: { description } });
		}
		const versions = await run('version.getAll', { agentId, returnAll: true });
		expect(versions.map(({ version }) => version)).toEqual([2, 1, 0]);
		expect(await run('version.getAll', { agentId, limit: 2 })).toHaveLength(2);
		expect(await run('version.get', { agentId, version: byId(1) })).toMatchObject([
			{ version: 1, description: '1' },
		]);
		expect(await run('version.switch', { agentId, version: byId(0) })).toMatchObject([
			{ version: 0, description: '0', versions: [0, 1, 2] },
		]);
	});

	it('sets, lists and deletes aliases', async () => {
		const { id } = await created();
		const agentId = byId(id);
		for (const alias of ['production', 'beta']) {
			expect(await run('alias.set', { agentId, alias, version: byId(0) })).toMatchObject([
				{ alias, version: 0 },
			]);
		}
		expect(await run('alias.getAll', { agentId })).toMatchObject([
			{ alias: 'production' },
			{ alias: 'beta' },
		]);
		expect(await run('alias.getAll', { agentId, limit: 1 })).toHaveLength(1);
		expect(await run('alias.delete', { agentId, alias: 'beta' })).toEqual([
			{ deleted: true, agentId: id, alias: 'beta' },
		]);
		const all = await run('alias.getAll', { agentId, returnAll: true });
		expect(all.map(({ alias }) => alias)).toEqual(['production']);
	});

	it('gives no item when an agent has no alias', async () => {
		const { id } = await created();
		expect(await run('alias.getAll', { agentId: byId(id) })).toEqual([]);
	});

	it('pairs items with their inputs and changes one agent in input order', async () => {
		const { id } = await created();
		const items = Array.from({ length: 6 }, (_, index) => ({ index }));
		session.simulator.faults.add({ method: 'PATCH', latency: 100 });
		const { outputs, pairs } = await attempt(
			'agent.update',
			{ agentId: byId(id), updateFields: { description: '={{ $json.index }}' } },
			{ items },
		);
		expect(pairs).toEqual([0, 1, 2, 3, 4, 5]);
		expect(outputs[0]?.map(({ version, description }) => [version, description])).toEqual(
			items.map(({ index }) => [index + 1, `${index}`]),
		);
	});
});

describe('a change of an agent', () => {
	it.each(['agent.update', 'agent.upsert'])(
		'is never sent twice when its outcome is unknown: %s',
		async (operation) => {
			const { id } = await created();
			session.simulator.requests.length = 0;
			const fault = { method: 'PATCH', disconnect: 'before-answer', times: Infinity } as const;
			session.simulator.faults.add(fault);
			const { error } = await attempt(operation, {
				...(operation === 'agent.update'
					? { agentId: byId(id), updateFields: { description: 'New' } }
					: { name: 'Clerk', description: 'New' }),
			});
			expect(sent().filter((request) => request.startsWith('PATCH'))).toHaveLength(1);
			expect(error?.message).toContain('the connection broke before the whole answer had come');
			expect(error?.description).toContain(
				'Mistral may have carried the request out, so it was not sent again. Look at the agent and its versions first.',
			);
			expect(session.simulator.state.agents.get(String(id)).versions).toEqual([0, 1]);
		},
	);

	it.each([
		['version.switch', 'PATCH /v1/agents/ID/version', {}],
		['alias.set', 'PUT /v1/agents/ID/aliases', { alias: 'a' }],
	])('that makes no version is sent again: %s', async (operation, request, more) => {
		const { id } = await created();
		session.simulator.requests.length = 0;
		session.simulator.faults.add({ disconnect: 'before-answer' });
		await run(operation, { agentId: byId(id), version: byId(0), ...more });
		expect(sent()).toEqual([request, request]);
	});
});
