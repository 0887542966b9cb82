import { describe, expect, test } from '@jest/globals';

import type { Agent } from '../../simulator/agents/registry';
import { startSimulator } from '../../simulator/server';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call } = session;

interface Page {
	object: string;
	data: Agent[];
	next_page_token: string | null;
}

async function names(query: string): Promise<string[]> {
	const { body } = await call<Page>('GET', `/v1/agents/pages${query}`);
	return body.data.map(({ name }) => name);
}

const all = ['Translator', 'Receptionist', 'Weather reporter', 'Web researcher'];

function byName(name: string): Agent | undefined {
	return session.simulator.state.agents.list().find((agent) => agent.name === name);
}

describe('the pages of agents', () => {
	test('hold the seeded agents, newest first', async () => {
		expect(await names('')).toEqual(all);
	});

	test('follow each other by token until there is none', async () => {
		const found: string[] = [];
		let token: string | null = '';
		do {
			const query: string = token ? `&page_token=${token}` : '';
			const { body } = await call<Page>('GET', `/v1/agents/pages?page_size=3${query}`);
			found.push(...body.data.map(({ name }) => name));
			token = body.next_page_token;
		} while (token);
		expect(found).toEqual(all);
	});

	test('are 20 long unless told otherwise', async () => {
		const { agents } = session.simulator.state;
		for (let i = 0; i < 30; i++) agents.add({ name: `Agent ${i}`, model: 'mistral-medium-latest' });
		const { body } = await call<Page>('GET', '/v1/agents/pages');
		expect(body.data).toHaveLength(20);
		expect(body.next_page_token).not.toBeNull();
		expect(await names('?page_size=1000')).toHaveLength(34);
	});

	test.each([
		['?name=Translator', ['Translator']],
		['?name=Trans', []],
		['?search=WEATHER', ['Weather reporter']],
		['?sources=playground', ['Translator']],
		['?sources=playground&sources=api', all],
		['?deployment_chat=true', ['Web researcher']],
		[`?metadata=${encodeURIComponent('{"team":"operations"}')}`, ['Weather reporter']],
	])('%s are filtered', async (query, expected) => {
		expect(await names(query)).toEqual(expected);
	});

	test('are filtered by id, whole or in part', async () => {
		const id = byName('Translator')?.id ?? '';
		expect(await names(`?id=${id}`)).toEqual(['Translator']);
		expect(await names(`?search=${id.slice(3, 12)}`)).toEqual(['Translator']);
	});
});

test('the deprecated list is a bare array by page number', async () => {
	const { body } = await call<Agent[]>('GET', '/v1/agents?page=1&page_size=3');
	expect(body.map(({ name }) => name)).toEqual(['Web researcher']);
});

describe('an agent', () => {
	test.each([
		['', 2, 'Translate into the language you are told.'],
		['?agent_version=0', 0, 'Translate into French.'],
		['?agent_version=stable', 1, 'Translate into German.'],
	])('is shown in the version asked for by "%s"', async (query, version, instructions) => {
		const id = byName('Translator')?.id ?? '';
		const { body } = await call('GET', `/v1/agents/${id}${query}`);
		expect(body).toMatchObject({
			object: 'agent',
			id,
			version,
			versions: [0, 1, 2],
			instructions,
		});
	});

	test.each(['ag_1', 'ag_1?agent_version=2'])('%s is unknown', async (path) => {
		expect(await call('GET', `/v1/agents/${path}`)).toMatchObject({
			status: 404,
			body: { message: 'Agent with id ag_1 was not found.' },
		});
	});

	test('keeps its id from run to run', async () => {
		const other = await startSimulator();
		expect(other.state.agents.get(byName('Translator')?.id ?? '').name).toBe('Translator');
		await other.close();
	});
});
