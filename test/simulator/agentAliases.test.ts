import { beforeEach, describe, expect, test } from '@jest/globals';

import type { Alias } from '../../simulator/agents/registry';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start } = session;

let id: string;
beforeEach(() => {
	const { agents } = session.simulator.state;
	id = agents.add({ name: 'Clerk', model: 'mistral-medium-latest', instructions: 'One' }).id;
	agents.update(id, { instructions: 'Two' });
});

const set = (alias: string, version: number | string) =>
	call<Alias>('PUT', `/v1/agents/${id}/aliases?alias=${alias}&version=${version}`);
const aliases = async () => (await call<Alias[]>('GET', `/v1/agents/${id}/aliases`)).body;

describe('an alias', () => {
	test('is set to a version and then to another one', async () => {
		const { body: first } = await set('production', 0);
		expect(first).toEqual({
			alias: 'production',
			version: 0,
			created_at: expect.any(String),
			updated_at: first.created_at,
		});
		await set('beta', 1);
		const { body: second } = await set('production', 1);
		expect(second).toMatchObject({ version: 1, created_at: first.created_at });
		expect((await aliases()).map(({ alias, version }) => [alias, version])).toEqual([
			['production', 1],
			['beta', 1],
		]);
	});

	test('stands for its version in a get and in conversations', async () => {
		await set('production', 0);
		const { body } = await call('GET', `/v1/agents/${id}?agent_version=production`);
		expect(body).toMatchObject({ version: 0, instructions: 'One' });
		const { conversation_id } = await start('Hello', {
			agent_id: id,
			agent_version: 'production',
		});
		expect((await call('GET', `/v1/conversations/${conversation_id}`)).body).toMatchObject({
			agent_version: 0,
		});
	});

	test('is deleted once', async () => {
		await set('beta', 0);
		const path = `/v1/agents/${id}/aliases?alias=beta`;
		expect(await call('DELETE', path)).toMatchObject({ status: 204, body: '' });
		expect(await aliases()).toEqual([]);
		expect(await call('DELETE', path)).toMatchObject({
			status: 404,
			body: { message: `Alias beta of agent with id ${id} was not found.` },
		});
	});

	test.each(['a', 'a1', 'release-2_1', 'a'.repeat(64)])('may be called %s', async (alias) => {
		expect(await set(alias, 0)).toMatchObject({ status: 200, body: { alias } });
	});

	test.each([
		['', 'string_too_short'],
		['a'.repeat(65), 'string_too_long'],
		['A', 'string_pattern_mismatch'],
		['1a', 'string_pattern_mismatch'],
		['a-', 'string_pattern_mismatch'],
		['a b', 'string_pattern_mismatch'],
	])('may not be called "%s"', async (alias, type) => {
		for (const reply of [
			await set(alias, 0),
			await call('DELETE', `/v1/agents/${id}/aliases?alias=${alias}`),
		]) {
			expect(reply).toMatchObject({
				status: 422,
				body: { detail: expect.arrayContaining([expect.objectContaining({ type })]) },
			});
		}
	});

	test('needs a version that there is', async () => {
		expect(await set('beta', 'x')).toMatchObject({ status: 422 });
		expect(await set('beta', 2)).toMatchObject({ status: 404 });
		expect(await call('PUT', `/v1/agents/${id}/aliases?alias=beta`)).toMatchObject({
			status: 422,
			body: { detail: [{ type: 'missing', loc: ['query', 'version'] }] },
		});
	});
});
