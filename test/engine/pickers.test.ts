import { describe, expect, it } from '@jest/globals';
import { LoadOptionsContext } from 'n8n-core';
import { type INodeParameters, type INodeType, Workflow } from 'n8n-workflow';

import { additionalData } from '../../scripts/engine/additionalData';
import { nodeTypes } from '../../scripts/engine/nodeTypes';
import { newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();

/** Where a picker is used: the node's type and what is chosen in it. */
function nodeWith(method: string): [string, INodeParameters] {
	switch (method) {
		case 'searchVersions':
			return ['mistralAgents', { resource: 'version', operation: 'get' }];
		case 'searchDocuments':
		case 'searchLibraries':
			return ['mistralLibraries', { resource: 'document', operation: 'get' }];
		default:
			return ['mistralConversations', { resource: 'conversation', operation: 'restart' }];
	}
}

/** Asks a picker the way n8n's editor does. */
async function search(
	method: string,
	{ filter, token, ...given }: { filter?: string; token?: string } & INodeParameters = {},
	credential = credentialFor(session.simulator),
) {
	const [name, chosen] = nodeWith(method);
	const type = `n8n-nodes-mistral-agents.${name}`;
	const parameters = { ...chosen, ...given };
	const node = {
		id: '1',
		name: 'Mistral',
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: { mistralAgentsApi: { id: '1', name: 'Mistral' } },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const data = { ...additionalData(credential), currentNodeParameters: parameters };
	const context = new LoadOptionsContext(workflow, node, data, 'parameters');
	const { methods } = nodeTypes.getByNameAndVersion(type, 1) as INodeType;
	const list = methods?.listSearch?.[method];
	if (!list) throw new Error(`No picker ${method}`);
	return await list.call(context, filter, token);
}

const start = async (items: INodeParameters[], parameters: INodeParameters = {}) => {
	const { outputs } = await runConversations(
		credentialFor(session.simulator),
		{ operation: 'start', text: '={{ $json.text }}', ...parameters },
		{ items },
	);
	return (outputs[0] ?? []).map(({ conversationId }) => String(conversationId));
};

describe('the model picker', () => {
	it('lists the models that can chat, each name once, and marks those that will go', async () => {
		const { results } = await search('searchModels');
		const values = results.map(({ value }) => value);
		expect(values).toContain('mistral-medium-latest');
		expect(new Set(values).size).toBe(values.length);
		expect(values.some((value) => /embed|ocr|moderation/.test(String(value)))).toBe(false);
		expect(results.some(({ name }) => name.endsWith('(deprecated)'))).toBe(true);
	});

	it('searches without regard to case', async () => {
		const { results } = await search('searchModels', { filter: 'MEDIUM' });
		expect(results.length).toBeGreaterThan(0);
		for (const { name } of results) expect(name).toContain('medium');
	});
});

describe('the agent picker', () => {
	it('pages through all agents', async () => {
		for (let index = 0; index < 120; index++) {
			session.simulator.state.agents.add({ name: `Agent ${index}`, model: 'mistral-small-latest' });
		}
		const first = await search('searchAgents');
		expect(first.results).toHaveLength(100);
		const second = await search('searchAgents', { token: String(first.paginationToken) });
		const values = [...first.results, ...second.results].map(({ value }) => value);
		expect(new Set(values).size).toBe(values.length);
		expect(values.length).toBeGreaterThanOrEqual(120);
		expect(second.paginationToken).toBeUndefined();
	});

	it('lets Mistral search', async () => {
		const { results } = await search('searchAgents', { filter: 'WEB RES' });
		expect(results.map(({ name }) => name)).toEqual(['Web researcher']);
	});
});

describe('the version picker', () => {
	const withVersions = (count: number) => {
		const { agents } = session.simulator.state;
		const { id } = agents.add({ name: 'Clerk', model: 'mistral-small-latest' });
		for (let index = 1; index < count; index++) {
			agents.update(id, { version_message: index === 2 ? 'Friendlier' : null });
		}
		return { __rl: true, mode: 'list', value: id };
	};

	it('shows numbers, messages and times of the chosen agent, page by page', async () => {
		const agentId = withVersions(103);
		const first = await search('searchVersions', { agentId });
		expect(first.results).toHaveLength(100);
		const token = String(first.paginationToken);
		const { results } = await search('searchVersions', { agentId, token });
		expect(results).toEqual([
			{ name: expect.stringMatching(/^2: Friendlier \(\d{4}-\d\d-\d\d \d\d:\d\d\)$/), value: '2' },
			{ name: expect.stringMatching(/^1 \(\d{4}/), value: '1' },
			{ name: expect.stringMatching(/^0 \(\d{4}/), value: '0' },
		]);
	});

	it('finds a version by its message on a later page, and by its number', async () => {
		const agentId = withVersions(103);
		const { results } = await search('searchVersions', { agentId, filter: 'friend' });
		expect(results.map(({ value }) => value)).toEqual(['2']);
		const found = await search('searchVersions', { agentId, filter: '102' });
		expect(found.results.map(({ value }) => value)).toEqual(['102']);
	});

	it('asks for an agent first', async () => {
		const agentId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		await expect(search('searchVersions', { agentId })).rejects.toThrow(
			'Choose an agent first, or enter the version by its number',
		);
	});
});

describe('the conversation picker', () => {
	it('shows when and with whom, then the name or the end of the ID', async () => {
		const [id] = await start([{ text: 'Hello' }], { options: { name: 'My talk' } });
		const [unnamed] = await start([{ text: 'Hello' }]);
		const { results } = await search('searchConversations');
		const nameOf = (value?: string) => results.find((one) => one.value === value)?.name;
		const beginning = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d, mistral-medium-latest, ';
		expect(nameOf(id)).toMatch(new RegExp(`^${beginning}My talk$`));
		expect(nameOf(unnamed)).toMatch(new RegExp(`^${beginning}conv_…${String(unnamed).slice(-6)}$`));
	});

	it('finds a conversation that is not on the first page', async () => {
		const [id] = await start([{ text: 'Old' }], { options: { name: 'Needle' } });
		await start(Array.from({ length: 110 }, (_, index) => ({ text: `${index}` })));
		const { results } = await search('searchConversations', { filter: 'needle' });
		expect(results.map(({ value }) => value)).toEqual([id]);
	});

	it('gives nothing and comes to an end when nothing matches', async () => {
		expect(await search('searchConversations', { filter: 'no such talk' })).toEqual({
			results: [],
			paginationToken: undefined,
		});
	});
});

describe('the entry picker', () => {
	it('shows what was said in the chosen conversation', async () => {
		const [value = ''] = await start([{ text: 'What   is\nnew?' }], {
			tools: { values: [{ type: 'web_search' }] },
		});
		const conversationId = { __rl: true, mode: 'list', value };
		const { results } = await search('searchEntries', { conversationId });
		expect(results.map(({ name }) => name)).toEqual([
			expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d User: What is new\?$/),
			expect.stringMatching(/ Tool: web_search$/),
			expect.stringMatching(/ mistral-medium-latest: .+/),
		]);
		const found = await search('searchEntries', { conversationId, filter: 'web_' });
		expect(found.results).toEqual([results[1]]);
	});

	it.each(['', '={{ $json.id }}'])('asks for a conversation first: "%s"', async (value) => {
		const conversationId = { __rl: true, mode: 'id', value };
		await expect(search('searchEntries', { conversationId })).rejects.toThrow(
			'Choose a conversation first, or enter the entry by its ID',
		);
	});
});

describe('the library picker', () => {
	it('pages through all libraries and lets Mistral search', async () => {
		for (let index = 0; index < 120; index++) newLibrary(session, `Shelf ${index}`);
		const first = await search('searchLibraries', { filter: 'SHELF' });
		expect(first.results).toHaveLength(100);
		const token = String(first.paginationToken);
		const second = await search('searchLibraries', { filter: 'SHELF', token });
		const names = [...first.results, ...second.results].map(({ name }) => name);
		expect(new Set(names).size).toBe(120);
		expect(second.paginationToken).toBeUndefined();
	});
});

describe('the document picker', () => {
	it('shows the documents of the chosen library, page by page', async () => {
		const { id: value } = newLibrary(session);
		const { libraries } = session.simulator.state;
		for (let index = 0; index < 105; index++) {
			libraries.addDocument(value, { name: `Bird ${index}`, text: `${index}` });
		}
		const libraryId = { __rl: true, mode: 'list', value };
		const first = await search('searchDocuments', { libraryId });
		expect(first.results).toHaveLength(100);
		const token = String(first.paginationToken);
		const second = await search('searchDocuments', { libraryId, token });
		expect(second.results).toHaveLength(5);
		expect(second.paginationToken).toBeUndefined();
		const found = await search('searchDocuments', { libraryId, filter: 'bird 77' });
		expect(found.results.map(({ name }) => name)).toEqual(['Bird 77']);
	});

	it.each(['', '={{ $json.id }}'])('asks for a library first: "%s"', async (value) => {
		const libraryId = { __rl: true, mode: 'id', value };
		await expect(search('searchDocuments', { libraryId })).rejects.toThrow(
			'Choose a library first, or enter the document by its ID',
		);
	});
});

describe('a picker with a wrong key', () => {
	it.each(['searchModels', 'searchAgents', 'searchConversations', 'searchLibraries'])(
		'%s says so',
		async (method) => {
			const wrong = { ...credentialFor(session.simulator), apiKey: 'wrong' };
			await expect(search(method, {}, wrong)).rejects.toThrow('Invalid API Key');
		},
	);
});
