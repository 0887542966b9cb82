import { describe, expect, test } from '@jest/globals';

import { workspaceId } from '../../simulator/libraries/registry';
import { newLibrary } from './uploads';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call } = session;

const somebody = '6f1b7a52-30f8-4a4b-9d7e-5b8a3c1d2e4f';
const user = { share_with_uuid: somebody, share_with_type: 'User' };
const path = () => `/v1/libraries/${newLibrary(session).id}/share`;
const roles = async (share: string) => {
	const { body } = await call<{ data: { role: string }[] }>('GET', share);
	return body.data.map(({ role }) => role);
};

describe('the accesses to a library', () => {
	test('begin with the owner', async () => {
		expect((await call('GET', path())).body).toMatchObject({
			data: [{ role: 'Owner', share_with_type: 'Workspace', share_with_uuid: workspaceId }],
		});
	});

	test('are given, changed and revoked', async () => {
		const share = path();
		const given = await call('PUT', share, { ...user, level: 'Viewer' });
		expect(given).toMatchObject({ status: 200, body: { ...user, role: 'Viewer' } });
		expect(await roles(share)).toEqual(['Owner', 'Viewer']);
		await call('PUT', share, { ...user, level: 'Editor' });
		await call('PUT', share, { ...user, share_with_type: 'Workspace', level: 'Viewer' });
		expect(await roles(share)).toEqual(['Owner', 'Editor', 'Viewer']);
		const revoked = await call('DELETE', share, user);
		expect(revoked).toMatchObject({ status: 200, body: { ...user, role: 'Editor' } });
		expect(await roles(share)).toEqual(['Owner', 'Viewer']);
		expect((await call('DELETE', share, user)).status).toBe(404);
	});

	test('do not change for the owner', async () => {
		const share = path();
		const owner = { share_with_uuid: workspaceId, share_with_type: 'Workspace' };
		expect((await call('PUT', share, { ...owner, level: 'Viewer' })).status).toBe(403);
		expect((await call('DELETE', share, owner)).status).toBe(403);
		expect(await roles(share)).toEqual(['Owner']);
	});

	test.each([
		[{}, ['share_with_uuid', 'share_with_type', 'level']],
		[{ ...user, level: 'Owner' }, ['level']],
		[{ ...user, share_with_uuid: 'me', level: 'Viewer' }, ['share_with_uuid']],
		[{ ...user, share_with_type: 'Team', level: 'Viewer' }, ['share_with_type']],
	])('are refused: %j', async (body, fields) => {
		const reply = await call('PUT', path(), body);
		const detail = fields.map((field) => ({ loc: ['body', field] }));
		expect(reply).toMatchObject({ status: 422, body: { detail } });
	});

	test('of an unknown library are a 404', async () => {
		expect((await call('GET', `/v1/libraries/${somebody}/share`)).status).toBe(404);
	});
});
