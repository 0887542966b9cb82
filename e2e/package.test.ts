import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { exampleFiles } from '../scripts/examples';
import { exampleRuns } from '../scripts/n8n/examples/runs';
import { libraryTriggerType, triggerType } from './triggered';
import { agentsType, librariesType, nodeType, useWorld } from './world';

const world = useWorld();

describe('the package in a full n8n', () => {
	it('is served with its nodes, the tools made of them, both icons and the codex', async () => {
		const types = await world.n8n.api.nodeTypes();
		const own = types.filter(({ name }) => name.startsWith('n8n-nodes-mistral-agents.'));
		const tools = [agentsType, nodeType, librariesType].flatMap((name) => [name, `${name}Tool`]);
		expect(own.map(({ name }) => name).sort()).toEqual(
			[...tools, libraryTriggerType, triggerType].sort(),
		);
		for (const node of own.filter(({ name }) => !name.endsWith('Tool'))) {
			expect(node.codex).toMatchObject({ alias: expect.arrayContaining(['Mistral']) });
			const icons = Object.values(node.iconUrl as unknown as Record<string, string>);
			expect(icons).toHaveLength(2);
			for (const icon of icons) {
				const response = await fetch(`${world.n8n.url}/${icon}`);
				expect(response.status).toBe(200);
				expect(response.headers.get('content-type')).toContain('image/svg+xml');
			}
		}
	});

	it('tests its credential and says readably what is wrong', async () => {
		const test = (changes = {}) => world.n8n.api.testCredential(world.credential, changes);
		expect(await test()).toMatchObject({ status: 'OK' });
		expect(await test({ apiKey: 'wrong' })).toEqual({
			status: 'Error',
			message: 'Mistral refused the API key. Copy it again from the Mistral console.',
		});
		expect(await test({ baseUrl: 'nonsense' })).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('The Base URL "nonsense"'),
		});
		expect(await test({ baseUrl: `${world.simulator.url}/elsewhere` })).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('no Mistral API at this Base URL'),
		});
	});

	it('answers a webhook with start and append', async () => {
		const id = await world.n8n.api.importWorkflow({
			name: 'Webhook',
			nodes: [
				{
					id: '1',
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2.1,
					position: [0, 0],
					webhookId: 'talk',
					parameters: { httpMethod: 'POST', path: 'talk', responseMode: 'lastNode' },
				},
				{
					id: '2',
					name: 'Start',
					type: nodeType,
					typeVersion: 1,
					position: [200, 0],
					parameters: { operation: 'start', text: '={{ $json.body.text }}' },
				},
				{
					id: '3',
					name: 'Append',
					type: nodeType,
					typeVersion: 1,
					position: [400, 0],
					parameters: {
						operation: 'append',
						conversationId: { __rl: true, mode: 'id', value: '={{ $json.conversationId }}' },
						text: 'And then?',
					},
				},
			],
			connections: {
				Webhook: { main: [[{ node: 'Start', type: 'main', index: 0 }]] },
				Start: { main: [[{ node: 'Append', type: 'main', index: 0 }]] },
			},
		});
		await world.n8n.api.activate(id);
		const response = await fetch(`${world.n8n.url}/webhook/talk`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ text: 'Once upon a time' }),
		});
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({
			status: 'completed',
			text: expect.stringMatching(/And then\?[\s\S]*Once upon a time/),
		});
		await world.n8n.api.deactivate(id);
	});

	it.each(exampleFiles())(
		'imports the example %s, and its user gets what it is for',
		async (file) => {
			const run = exampleRuns[file];
			if (!run) throw new Error('scripts/n8n/examples/runs.ts does not say how it is run');
			await run(world, file);
		},
	);
});

describe('the pickers, through the addresses of n8n', () => {
	const search = (
		method: string,
		parameter: string,
		more: { filter?: string; paginationToken?: string } & {
			currentNodeParameters?: INodeParameters;
		} = {},
	) => world.n8n.api.listSearch({ nodeType, method, parameter, ...more });

	it('search the models', async () => {
		const { results } = await search('searchModels', 'model', { filter: 'large' });
		expect(results.length).toBeGreaterThan(0);
		for (const { name } of results) expect(name).toContain('large');
	});

	it('page through conversations and show the entries of one', async () => {
		const { state } = world.simulator;
		for (let index = 0; index < 105; index++) {
			state.add(
				state.newConversation({
					name: `Talk ${index}`,
					description: null,
					metadata: null,
					beginnings: { model: 'mistral-small-latest', agent_version: null },
				}),
			);
		}
		const first = await search('searchConversations', 'conversationId');
		expect(first.results).toHaveLength(100);
		const { paginationToken } = first;
		const second = await search('searchConversations', 'conversationId', {
			paginationToken: String(paginationToken),
		});
		const values = [...first.results, ...second.results].map(({ value }) => value);
		expect(new Set(values).size).toBe(values.length);
		expect(values.length).toBeGreaterThanOrEqual(105);
		const [talk] = second.results.filter(({ name }) => !name.includes('Talk'));
		const { results } = await search('searchEntries', 'fromEntryId', {
			currentNodeParameters: {
				resource: 'conversation',
				operation: 'restart',
				conversationId: { __rl: true, mode: 'list', value: String(talk?.value) },
			},
		});
		expect(results[0]?.name).toMatch(/User: /);
	});

	it('let Mistral search the agents', async () => {
		const { results } = await search('searchAgents', 'agentId', { filter: 'translator' });
		expect(results.map(({ name }) => name)).toEqual(['Translator']);
	});
});
