import { beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { bytesOf } from './files';
import { credentialFor, runLibraries } from './workflow';

const session = useSimulator();
const tomorrow = useSimulator({ deleteAnswers: 'tomorrow' });

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
const run = async (name: string, parameters: IDataObject = {}, { simulator } = session) => {
	const [resource = '', operation = ''] = name.split('.');
	const result = await runLibraries(credentialFor(simulator), {
		resource,
		operation,
		...parameters,
	} as never);
	if (result.error) throw new Error(`${result.error.message} | ${result.error.description}`);
	return { items: result.outputs[0] ?? [], files: result.files };
};
const itemsOf = async (name: string, parameters?: IDataObject, at = session) =>
	(await run(name, parameters, at)).items;

const shareWithUuid = '6f1b7a52-30f8-4a4b-9d7e-5b8a3c1d2e4f';

describe('a library in the engine of n8n', () => {
	it('is created, read, changed, listed and deleted', async () => {
		const [created] = await itemsOf('library.create', {
			name: 'Animals',
			description: 'Wild ones',
			options: { ownerType: 'User' },
		});
		expect(created).toMatchObject({ name: 'Animals', owner_type: 'User', nb_documents: 0 });
		const libraryId = byId(created?.id);
		const [changed] = await itemsOf('library.update', {
			libraryId,
			updateFields: { description: 'Tame ones' },
		});
		expect(changed).toMatchObject({ name: 'Animals', description: 'Tame ones' });
		expect(await itemsOf('library.get', { libraryId })).toEqual([changed]);
		const found = await itemsOf('library.getAll', { filters: { search: 'ANIM' } });
		expect(found).toEqual([changed]);
		expect(await itemsOf('library.delete', { libraryId })).toEqual([
			{ deleted: true, libraryId: created?.id },
		]);
		await expect(run('library.get', { libraryId })).rejects.toThrow('was not found');
		expect(session.simulator.requests.map(({ method }) => method)).not.toContain('PUT');
	});

	it('is shared, with whom can be listed and revoked', async () => {
		const { id } = newLibrary(session);
		const entity = { libraryId: byId(id), shareWithType: 'User', shareWithUuid };
		const [given] = await itemsOf('access.set', { ...entity, level: 'Editor' });
		expect(given).toMatchObject({ role: 'Editor', share_with_uuid: shareWithUuid });
		const list = { libraryId: entity.libraryId };
		expect(await itemsOf('access.getAll', { ...list, returnAll: true })).toHaveLength(2);
		expect(await itemsOf('access.getAll', { ...list, limit: 1 })).toHaveLength(1);
		expect(await itemsOf('access.revoke', entity)).toEqual([
			{ deleted: true, libraryId: id, shareWithType: 'User', shareWithUuid },
		]);
		expect(await itemsOf('access.getAll', list)).toHaveLength(1);
	});

	it('is deleted and no longer shared also with the answers that Mistral announces', async () => {
		const { id } = newLibrary(tomorrow);
		const entity = { libraryId: byId(id), shareWithType: 'User', shareWithUuid };
		await itemsOf('access.set', entity, tomorrow);
		expect(await itemsOf('access.revoke', entity, tomorrow)).toMatchObject([{ deleted: true }]);
		expect(await itemsOf('library.delete', { libraryId: byId(id) }, tomorrow)).toEqual([
			{ deleted: true, libraryId: id },
		]);
		expect(tomorrow.simulator.requests.at(-1)?.status).toBe(204);
	});

	it('is one of many, which are read with tokens', async () => {
		for (let index = 0; index < 230; index++) newLibrary(session, `Shelf ${index}`);
		const all = await itemsOf('library.getAll', { returnAll: true, filters: { search: 'shelf' } });
		expect(new Set(all.map(({ id }) => id)).size).toBe(230);
		const { requests } = session.simulator;
		expect(requests.map(({ query }) => query.page_size)).toEqual(['100', '100', '100']);
		expect(requests.every(({ query }) => query.page === undefined)).toBe(true);
		expect(await itemsOf('library.getAll', { limit: 120 })).toHaveLength(120);
	});
});

describe('a document in the engine of n8n', () => {
	let libraryId: string;
	let documentId: string;
	let ids: IDataObject;

	beforeEach(() => {
		const { libraries } = session.simulator.state;
		libraryId = newLibrary(session).id;
		const text = 'The zebra has stripes.';
		const attributes = { year: 2025, kind: 'animal' };
		({ id: documentId } = libraries.addDocument(libraryId, { name: 'zebra.md', text, attributes }));
		ids = { libraryId: byId(libraryId), documentId: byId(documentId) };
	});

	it('is read: its facts, text, status and addresses', async () => {
		expect(await itemsOf('document.get', ids)).toMatchObject([
			{ id: documentId, name: 'zebra.md', process_status: 'done' },
		]);
		expect(await itemsOf('document.getText', ids)).toEqual([{ text: 'The zebra has stripes.' }]);
		const none = { ...ids, options: { pageStart: 1 } };
		expect(await itemsOf('document.getText', none)).toEqual([{ text: '' }]);
		expect(await itemsOf('document.getStatus', ids)).toMatchObject([
			{ document_id: documentId, process_status: 'done' },
		]);
		for (const name of ['document.getSignedUrl', 'document.getTextSignedUrl']) {
			const [{ url } = {}] = await itemsOf(name, ids);
			expect(await (await fetch(String(url))).text()).toBe('The zebra has stripes.');
		}
	});

	it('keeps the attributes that an update does not name', async () => {
		const [changed] = await itemsOf('document.update', {
			...ids,
			updateFields: {
				name: 'zebras.md',
				attributes: { year: 2026, tags: ['a'] },
				expiresAt: '2999-01-01T00:00:00Z',
			},
		});
		expect(changed).toMatchObject({
			name: 'zebras.md',
			attributes: { year: 2026, kind: 'animal', tags: ['a'] },
			expires_at: '2999-01-01T00:00:00.000Z',
		});
		const [renamed] = await itemsOf('document.update', { ...ids, updateFields: { name: 'z.md' } });
		expect(renamed).toMatchObject({ name: 'z.md', attributes: { year: 2026, kind: 'animal' } });
		const sent = session.simulator.requests.map(({ method }) => method);
		expect(sent).toEqual(['GET', 'PATCH', 'PATCH']);
	});

	it.each(['replace', 'merge'] as const)(
		'loses the attributes and the expiry that an update leaves empty, be PATCH a %s or not',
		async (attributes) => {
			session.simulator.state.settings.attributes = attributes;
			const [changed] = await itemsOf('document.update', {
				...ids,
				updateFields: { attributes: '{}', expiresAt: '' },
				simplify: false,
			});
			expect(changed).toMatchObject({ attributes: null, expires_at: null });
			expect(session.simulator.requests.map(({ method }) => method)).toEqual(['PATCH']);
		},
	);

	it('is processed again, and deleted', async () => {
		const given = { libraryId, documentId };
		expect(await itemsOf('document.reprocess', ids)).toEqual([{ success: true, ...given }]);
		expect(await itemsOf('document.getStatus', ids)).toMatchObject([
			{ process_status: 'in_progress' },
		]);
		expect(await itemsOf('document.delete', ids)).toEqual([{ deleted: true, ...given }]);
		await expect(run('document.get', ids)).rejects.toThrow('was not found');
	});

	it('is not processed twice when the answer to that is lost', async () => {
		session.simulator.faults.add({ method: 'POST', disconnect: 'before-answer' });
		await expect(run('document.reprocess', ids)).rejects.toThrow('so it was not sent again');
		expect(session.simulator.requests).toHaveLength(1);
	});

	it('is listed with others, each once, in the order that is wanted', async () => {
		const { libraries } = session.simulator.state;
		for (let index = 100; index < 330; index++) {
			// They are processed while they are listed.
			libraries.addDocument(libraryId, {
				name: `bird ${index}.md`,
				text: `${index}`,
				course: { time: 'looks' },
			});
		}
		const birds = { libraryId: ids.libraryId, filters: { search: 'bird' } };
		const all = await itemsOf('document.getAll', { ...birds, returnAll: true });
		expect(new Set(all.map(({ id }) => id)).size).toBe(230);
		const pages = session.simulator.requests.map(({ query }) => [query.page, query.page_size]);
		expect(pages).toEqual([
			['0', '100'],
			['1', '100'],
			['2', '100'],
		]);
		const filters = { ...birds.filters, sortBy: 'name', sortOrder: 'asc' };
		const sorted = await itemsOf('document.getAll', { ...birds, filters, limit: 2 });
		expect(sorted.map(({ name }) => name)).toEqual(['bird 100.md', 'bird 101.md']);
		expect(await itemsOf('document.getAll', { ...birds, filters: { search: 'x' } })).toEqual([]);
	});

	it('is downloaded into n8n, without the key being shown to the server of the file', async () => {
		const { items, files } = await run('document.download', { ...ids, binaryPropertyName: 'file' });
		expect(items).toMatchObject([{ id: documentId, name: 'zebra.md' }]);
		const file = files[0]?.file;
		expect(file).toMatchObject({ fileName: 'zebra.md', mimeType: 'text/plain' });
		expect(file && (await bytesOf(file)).toString()).toBe('The zebra has stripes.');
		const { fileRequests, apiKey } = session.simulator;
		expect(fileRequests).toHaveLength(1);
		expect(JSON.stringify(fileRequests[0]?.headers)).not.toMatch(
			new RegExp(`authorization|${apiKey}`, 'i'),
		);
	});

	it('is downloaded in spite of a server that fails, a redirect and a connection that breaks', async () => {
		const { faults, fileRequests, filesUrl } = session.simulator;
		faults.add({ path: '/signed', status: 503 });
		faults.add({ path: '/signed', disconnect: 'before-answer' });
		faults.add({ path: '/signed', disconnect: 'half-answer' });
		const { files } = await run('document.download', ids);
		const file = files[0]?.data;
		expect(file && (await bytesOf(file)).toString()).toBe('The zebra has stripes.');
		expect(fileRequests).toHaveLength(4);
		const [{ url } = {}] = await itemsOf('document.getSignedUrl', ids);
		expect(String(url).startsWith(filesUrl)).toBe(true);
		faults.add({ path: '/signed', status: 302, headers: { location: String(url) } });
		expect((await run('document.download', ids)).files[0]?.data).toBeDefined();
	});

	it('says which server did not give the file', async () => {
		const { faults, filesUrl } = session.simulator;
		faults.add({ path: '/signed', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' });
		const failing = run('document.download', ids);
		await expect(failing).rejects.toThrow(`${filesUrl} answered with HTTP 403: AccessDenied`);
		await expect(failing).rejects.not.toThrow('sig=');
	});

	it.each(['..', '.', '../x'])('is never looked for elsewhere: %s', async (value) => {
		const given = { ...ids, documentId: byId(value) };
		await expect(run('document.delete', given)).rejects.toThrow(
			/is not an ID|valid UUID|was not found/,
		);
		const { requests } = session.simulator;
		expect(requests.map(({ path }) => path)).toEqual(
			value === '../x' ? [`/v1/libraries/${libraryId}/documents/..%2Fx`] : [],
		);
		expect(session.simulator.state.libraries.get(libraryId).nb_documents).toBe(1);
	});
});

it('a thousand items are carried out, each paired with its own', async () => {
	const { id } = newLibrary(session);
	const items = Array.from({ length: 1000 }, (_, index) => ({ index }));
	const { outputs, pairs, error } = await runLibraries(
		credentialFor(session.simulator),
		{
			resource: 'document',
			operation: 'upload',
			libraryId: byId(id),
			inputType: 'text',
			text: '=Text {{ $json.index }}',
			fileName: '={{ $json.index }}.txt',
			options: { maxConcurrency: 50 },
		} as never,
		{ items },
	);
	expect(error).toBeUndefined();
	expect(pairs).toEqual(items.map(({ index }) => index));
	expect(outputs[0]?.map(({ name }) => name)).toEqual(items.map(({ index }) => `${index}.txt`));
	expect(session.simulator.state.libraries.get(id).nb_documents).toBe(1000);
});

it('a wrong key is told, once', async () => {
	const { error } = await runLibraries(
		{ ...credentialFor(session.simulator), apiKey: 'wrong' },
		{ resource: 'library', operation: 'getAll' },
	);
	expect(error?.message).toBe('Invalid API Key');
	expect(session.simulator.requests).toHaveLength(1);
});
