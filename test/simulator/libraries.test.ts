import { describe, expect, test } from '@jest/globals';

import type { Library } from '../../simulator/libraries/registry';
import { startSimulator } from '../../simulator/server';
import { newLibrary, upload } from './uploads';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call } = session;

interface Libraries {
	data: Library[];
	next_page_token: string | null;
	pagination?: object;
}

const unknownId = '00000000-0000-4000-8000-000000000000';
const list = (query = '') => call<Libraries>('GET', `/v1/libraries${query}`);

describe('a library', () => {
	test('is created, read, changed and deleted', async () => {
		const created = await call<Library>('POST', '/v1/libraries', {
			name: 'Contracts',
			description: 'All of them',
		});
		expect(created).toMatchObject({
			status: 201,
			body: {
				name: 'Contracts',
				description: 'All of them',
				owner_type: 'Workspace',
				total_size: 0,
				nb_documents: 0,
				chunk_size: null,
			},
		});
		const path = `/v1/libraries/${created.body.id}`;
		expect((await call('GET', path)).body).toEqual(created.body);
		const changed = await call('PATCH', path, { description: null });
		expect(changed.body).toMatchObject({ name: 'Contracts', description: null });
		expect((await call('PUT', path, { name: 'Deals' })).body).toMatchObject({ name: 'Deals' });
		const deleted = await call('DELETE', path);
		expect(deleted).toMatchObject({ status: 200, body: { name: 'Deals' } });
		expect(await call('GET', path)).toMatchObject({
			status: 404,
			body: { message: `Library with id ${created.body.id} was not found.` },
		});
	});

	test('may belong to a user', async () => {
		const fields = { name: 'Mine', owner_type: 'User', chunk_size: 256 };
		expect((await call('POST', '/v1/libraries', fields)).body).toMatchObject(fields);
	});

	test('counts its documents', async () => {
		const { id } = newLibrary(session);
		await upload(session, id, 'a.txt', 'twelve bytes');
		const { body } = await upload(session, id, 'b.txt', 'three');
		const count = async () => (await call('GET', `/v1/libraries/${id}`)).body;
		expect(await count()).toMatchObject({ total_size: 17, nb_documents: 2 });
		await call('DELETE', `/v1/libraries/${id}/documents/${body.id}`);
		expect(await count()).toMatchObject({ total_size: 12, nb_documents: 1 });
	});
});

describe('the list of libraries', () => {
	test('begins with the seeded ones, newest first, the same in every simulator', async () => {
		const { body } = await list();
		expect(body).toMatchObject({
			data: [
				{ name: 'Product manuals', nb_documents: 1 },
				{ name: 'Company handbook', nb_documents: 2 },
			],
			next_page_token: null,
		});
		expect(body).not.toHaveProperty('pagination');
		const other = await startSimulator();
		const ids = other.state.libraries.list().map(({ id }) => id);
		await other.close();
		expect(ids).toEqual(body.data.map(({ id }) => id));
	});

	test('is searched by name, in any case', async () => {
		newLibrary(session, 'Ärzte 2026');
		expect((await list('?search=%C3%A4RZ')).body.data).toMatchObject([{ name: 'Ärzte 2026' }]);
		expect((await list('?search=nobody')).body).toEqual({ data: [], next_page_token: null });
	});

	test('is read with tokens, also while it grows', async () => {
		for (const name of ['1', '2', '3']) newLibrary(session, name);
		const names: string[] = [];
		let query = '?page_size=2';
		for (let pages = 0; pages < 5; pages++) {
			const { data, next_page_token } = (await list(query)).body;
			names.push(...data.map(({ name }) => name));
			newLibrary(session, 'later');
			if (!next_page_token) break;
			query = `?page_size=2&page_token=${next_page_token}`;
		}
		expect(names).toEqual(['3', '2', '1', 'Product manuals', 'Company handbook']);
	});

	test('has numbered pages for those who ask for them', async () => {
		newLibrary(session, 'Third');
		const { body } = await list('?page_size=2&page=1');
		expect(body).toMatchObject({
			data: [{ name: 'Company handbook' }],
			next_page_token: null,
			pagination: {
				total_items: 3,
				total_pages: 2,
				current_page: 1,
				page_size: 2,
				has_more: false,
			},
		});
		expect((await list('?page_size=2&page=0')).body.pagination).toMatchObject({ has_more: true });
	});
});

describe('bad requests about libraries', () => {
	test.each<[string, string, object | undefined, object]>([
		['POST', '', {}, { type: 'missing', loc: ['body', 'name'] }],
		['POST', '', undefined, { type: 'missing', loc: ['body'] }],
		['POST', '', { name: 1 }, { type: 'string_type', loc: ['body', 'name'] }],
		['POST', '', { name: 'a', chunk_size: 255 }, { type: 'greater_than_equal' }],
		['POST', '', { name: 'a', owner_type: 'Org' }, { type: 'literal_error' }],
		['GET', '?page_size=101', undefined, { type: 'less_than_equal' }],
		['GET', '?page_size=0', undefined, { type: 'greater_than_equal' }],
		['GET', '?page_token=x', undefined, { loc: ['query', 'page_token'] }],
		['GET', '/lib_1', undefined, { type: 'uuid_parsing', loc: ['path', 'library_id'] }],
		['DELETE', '/lib_1', undefined, { type: 'uuid_parsing' }],
		['PATCH', `/${unknownId}`, { name: null }, { type: 'string_type' }],
	])('%s /v1/libraries%s %j is a 422', async (method, path, body, problem) => {
		const reply = await call(method, `/v1/libraries${path}`, body);
		expect(reply).toMatchObject({ status: 422, body: { object: 'Error', detail: [problem] } });
	});

	test.each(['GET', 'PATCH', 'PUT', 'DELETE'])('%s of an unknown one is a 404', async (method) => {
		const body = method.startsWith('P') ? {} : undefined;
		expect((await call(method, `/v1/libraries/${unknownId}`, body)).status).toBe(404);
	});
});

describe('deletes as they are announced', () => {
	const tomorrow = useSimulator({ deleteAnswers: 'tomorrow' });

	test('answer with nothing', async () => {
		const path = `/v1/libraries/${newLibrary(tomorrow).id}`;
		const entity = { share_with_uuid: unknownId, share_with_type: 'User' };
		await tomorrow.call('PUT', `${path}/share`, { ...entity, level: 'Viewer' });
		const revoked = await tomorrow.call('DELETE', `${path}/share`, entity);
		expect(revoked).toMatchObject({ status: 204, body: '' });
		expect(await tomorrow.call('DELETE', path)).toMatchObject({ status: 204, body: '' });
		expect((await tomorrow.call('GET', path)).status).toBe(404);
	});
});
