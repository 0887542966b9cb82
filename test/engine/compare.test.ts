import { setImmediate } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { inMemory } from './files';
import { folderOf, runDocuments } from './keptLibrary';

const session = useSimulator();
const documentsIn = (libraryId: string) =>
	session.simulator.state.libraries
		.documents(libraryId)
		.list()
		.map((document) => document.shown());

/** Key → content; its version is its length and itself. */
type Drive = Record<string, string>;
const versionOf = (content: string) => `v-${content}`;
const listing = (drive: Drive) =>
	Object.entries(drive).map(([path, content]) => ({ path, etag: versionOf(content) }));

const compare = (
	id: string,
	drive: Drive,
	options: IDataObject = {},
	items: IDataObject[] = listing(drive),
	settings: object = {},
) =>
	runDocuments(
		session.simulator,
		id,
		'compare',
		{ key: '={{ $json.path }}', version: '={{ $json.etag }}', options },
		{ items, ...settings },
	);

/** Uploads keys of a drive, as a workflow does with what Compare gives. */
const upload = (id: string, drive: Drive, options: IDataObject = {}, settings: object = {}) =>
	runDocuments(
		session.simulator,
		id,
		'upload',
		{ options: { key: '={{ $json.path }}', version: '={{ $json.etag }}', ...options } },
		{
			items: listing(drive),
			binaries: Object.entries(drive).map(([path, content]) => ({ data: inMemory(content, path) })),
			...settings,
		},
	);

const remove = (id: string, rows: IDataObject[], options: IDataObject = {}) =>
	runDocuments(
		session.simulator,
		id,
		'delete',
		{
			documentId: { __rl: true, mode: 'id', value: '={{ $json.documentId }}' },
			options: { key: '={{ $json.key }}', ...options },
		},
		{ items: rows },
	);

describe('compare', () => {
	it('says by key and version what is to be done, and writes nothing', async () => {
		const { id } = newLibrary(session);
		await upload(id, { a: 'A', b: 'B', c: 'C' });
		const run = await compare(id, { a: 'A', b: 'B2', d: 'D' });
		expect(run.actions).toEqual(['replace b', 'create d', 'delete c']);
		expect(run.outputs[0]).toEqual([
			{ key: 'b', action: 'replace', documentId: documentsIn(id)[1]?.id, version: 'v-B2' },
			{ key: 'd', action: 'create', version: 'v-D' },
			{ key: 'c', action: 'delete', documentId: documentsIn(id)[2]?.id },
		]);
		expect(run.requests).toEqual(['GET 200']);
		const all = await compare(id, { a: 'A', b: 'B', c: 'C' }, { onlyChanges: false });
		expect(all.actions).toEqual(['unchanged a', 'unchanged b', 'unchanged c']);
	});

	it('withholds deletes over the limit, and of an empty listing', async () => {
		const { id } = newLibrary(session);
		await upload(id, { a: 'A', b: 'B', c: 'C' });
		const run = await compare(id, { a: 'A' });
		expect([...run.actions].sort()).toEqual(['withheld b', 'withheld c']);
		expect(run.outputs[0]?.[0]?.reason).toContain('2 of 3 documents would go');
		expect(run.hints).toEqual([expect.stringContaining('Items withheld: 2.')]);
		const empty = await compare(id, {}, {}, [{}]);
		expect(new Set(empty.outputs[0]?.map(({ reason }) => reason))).toEqual(
			new Set(['Nothing is deleted, as the listing is empty']),
		);
		const meant = await compare(id, {}, { maxDeletePercent: 100 }, [{}]);
		expect(meant.actions.map((action) => action.split(' ')[0])).toEqual(
			Array.from({ length: 3 }, () => 'delete'),
		);
	});

	it('looks only at keys with a prefix', async () => {
		const { id } = newLibrary(session);
		await upload(id, { 'x/a': 'A', 'y/b': 'B' });
		const run = await compare(id, { 'x/a': 'A2' }, { keyPrefix: 'x/' });
		expect(run.actions).toEqual(['replace x/a']);
	});

	it.each([
		['an item without a version', [{ path: 'a', etag: '1' }, { path: 'b' }], 'has no content'],
		['an item without a key', [{ path: 'a', etag: '1' }, { etag: '2' }], 'has no key'],
		['twins', [1, 2].map((etag) => ({ path: 'a', etag })), 'Two items have the key "a"'],
	])('refuses %s before it sends anything', async (_, items, message) => {
		const { id } = newLibrary(session);
		const run = await compare(id, {}, {}, items);
		expect(run.error?.message).toContain(message);
		expect(run.requests).toEqual([]);
	});
});

describe('upload with a key', () => {
	it('takes the key off the document that had it, which goes when nobody else has it', async () => {
		const { id } = newLibrary(session);
		await upload(id, { a: 'A', b: 'B' });
		const run = await upload(id, { a: 'A2' });
		expect(run.outputs[0]).toMatchObject([{ created: true, name: 'a', size: 2 }]);
		expect(folderOf(session.simulator, id)).toEqual({ a: 'A2', b: 'B' });
		expect(documentsIn(id)).toHaveLength(2);
		expect((await compare(id, { a: 'A2', b: 'B' })).actions).toEqual([]);
	});

	it('is sent side by side, with one listing for the run', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ method: 'POST', latency: 300, times: Infinity });
		const { requests } = session.simulator;
		await upload(id, { a: 'A', b: 'B', c: 'C' });
		expect(requests.map(({ method }) => method)).toEqual([
			...['GET', 'POST', 'POST', 'POST'],
			...['PATCH', 'PATCH', 'PATCH'],
		]);
	});

	it('loses nothing of a swap, whatever its order', async () => {
		const { id } = newLibrary(session);
		await upload(id, { a: 'A', b: 'B' });
		const run = await upload(id, { a: 'B', b: 'A' });
		expect(run.outputs[0]).toMatchObject([{ created: false }, { created: false }]);
		expect(folderOf(session.simulator, id)).toEqual({ a: 'B', b: 'A' });
		expect(documentsIn(id)).toHaveLength(2);
	});

	it('leaves older documents as long as another item of the run has failed', async () => {
		const { id } = newLibrary(session);
		await upload(id, { a: 'A', b: 'B' });
		session.simulator.faults.add({ method: 'POST', status: 422, body: { detail: 'No' } });
		const settings = { onError: 'continueRegularOutput' };
		const run = await upload(id, { a: 'A2', b: 'B2' }, { maxConcurrency: 1 }, settings);
		expect(run.outputs[0]).toMatchObject([{ error: 'No' }, { created: true }]);
		expect(run.hints).toEqual([expect.stringContaining('older documents stay')]);
		expect(documentsIn(id)).toHaveLength(3);
		expect((await compare(id, { a: 'A2', b: 'B2' })).actions).toEqual(['replace a', 'replace b']);
		await upload(id, { a: 'A2', b: 'B2' });
		expect(folderOf(session.simulator, id)).toEqual({ a: 'A2', b: 'B2' });
		expect(documentsIn(id)).toHaveLength(2);
	});

	it('adopts what a person has uploaded: it gets marks and never goes', async () => {
		const { id } = newLibrary(session);
		session.simulator.state.libraries.addDocument(id, { name: 'mine', text: 'A' });
		await upload(id, { a: 'A' }, { updateExisting: true, attributes: { x: 1 } });
		expect(documentsIn(id)).toMatchObject([{ name: 'mine', attributes: { n8n_sync_keys: ['a'] } }]);
		expect(documentsIn(id)[0]?.attributes).not.toHaveProperty('x');
		await upload(id, { a: 'A2' });
		expect(documentsIn(id).map(({ name }) => name)).toEqual(['mine', 'a']);
	});

	it('leaves an older document that somebody has marked meanwhile, and says so', async () => {
		const { id } = newLibrary(session);
		await upload(id, { a: 'A' });
		const documents = session.simulator.state.libraries.documents(id);
		const [old] = documents.list();
		const { faults, requests } = session.simulator;
		faults.add({ method: 'POST', latency: 600 });
		const before = requests.length;
		const run = upload(id, { a: 'A2' });
		while (!requests.slice(before).some(({ method }) => method === 'POST')) await setImmediate();
		const marks = old?.shown().attributes ?? {};
		old?.change({ attributes: { ...marks, n8n_sync_version: ['other'] } });
		expect((await run).error?.message).toContain('were changed while this run went on');
		expect(documents.list()).toHaveLength(2);
	});

	it.each([
		['a key that gives nothing', { key: '={{ $json.no }}' }, '"Options > Key" is empty'],
		['If Name Exists beside it', { ifNameExists: 'skip' }, 'exclude each other'],
	])('refuses %s before it sends anything', async (_, options, message) => {
		const { id } = newLibrary(session);
		const run = await upload(id, { a: 'A' }, options);
		expect(run.error?.message).toContain(message);
		expect(run.requests).toEqual([]);
	});
});

describe('delete with a key', () => {
	it('deletes with the last key only, so a rename loses nothing', async () => {
		const { id } = newLibrary(session);
		await upload(id, { old: 'A' });
		const { outputs } = await compare(id, { new: 'A' });
		await upload(id, { new: 'A' });
		const gone = (outputs[0] ?? []).filter(({ action }) => action === 'delete');
		const { documentId } = gone[0] ?? {};
		const run = await remove(id, gone);
		expect(run.outputs[0]).toEqual([{ deleted: false, libraryId: id, documentId }]);
		expect(folderOf(session.simulator, id)).toEqual({ new: 'A' });
		const last = await remove(id, [{ documentId, key: 'new' } as IDataObject]);
		expect(last.outputs[0]).toEqual([{ deleted: true, libraryId: id, documentId }]);
		expect(documentsIn(id)).toEqual([]);
	});

	it('leaves documents that do not have the key, that are adopted or that are not ours', async () => {
		const { id } = newLibrary(session);
		const { id: mine } = session.simulator.state.libraries.addDocument(id, {
			name: 'm',
			text: 'M',
		});
		const { id: found } = session.simulator.state.libraries.addDocument(id, {
			name: 'f',
			text: 'F',
		});
		await upload(id, { a: 'A', f: 'F' });
		const run = await remove(id, [
			{ documentId: mine, key: 'a' },
			{ documentId: found, key: 'f' },
			{ documentId: documentsIn(id)[2]?.id, key: 'x' } as IDataObject,
		]);
		expect(run.outputs[0]?.map(({ deleted }) => deleted)).toEqual([false, false, false]);
		expect(documentsIn(id)).toHaveLength(3);
	});

	it('with a key that gives nothing deletes nothing', async () => {
		const { id } = newLibrary(session);
		await upload(id, { a: 'A' });
		const run = await remove(id, [{ documentId: documentsIn(id)[0]?.id } as IDataObject]);
		expect(run.error?.message).toContain('The parameter "Options > Key" is empty');
		expect(documentsIn(id)).toHaveLength(1);
	});
});

describe('upload of a name that exists', () => {
	const byName = (id: string, contents: string[], ifNameExists: string, settings: object = {}) =>
		runDocuments(
			session.simulator,
			id,
			'upload',
			{ options: { ifNameExists } },
			{ binaries: contents.map((content) => ({ data: inMemory(content, 'n.txt') })), ...settings },
		);
	const contentsIn = (id: string) => {
		const documents = session.simulator.state.libraries.documents(id);
		return documents.list().map((document) => String(documents.bytesOf(document)));
	};

	it('keeps both by default', async () => {
		const { id } = newLibrary(session);
		await byName(id, ['1'], 'keepBoth');
		await byName(id, ['2'], 'keepBoth');
		expect(contentsIn(id)).toEqual(['1', '2']);
	});

	it('replaces the older ones, once it is there; the last item of a name wins', async () => {
		const { id } = newLibrary(session);
		await byName(id, ['1'], 'keepBoth');
		await byName(id, ['2'], 'keepBoth');
		const run = await byName(id, ['3', '4'], 'replace');
		expect(run.outputs[0]).toMatchObject([{ created: true }, { created: true }]);
		expect(contentsIn(id)).toEqual(['4']);
		expect(run.requests.indexOf('DELETE 204')).toBeGreaterThan(
			run.requests.lastIndexOf('POST 201'),
		);
	});

	it('skips, with the document that is there as the output', async () => {
		const { id } = newLibrary(session);
		const run = await byName(id, ['1', '2'], 'skip');
		expect(run.outputs[0]).toMatchObject([
			{ created: true, size: 1 },
			{ created: false, size: 1, name: 'n.txt' },
		]);
		expect(contentsIn(id)).toEqual(['1']);
	});

	it('gives the name to the same bytes under another one, unless sync has marked them', async () => {
		const { id } = newLibrary(session);
		session.simulator.state.libraries.addDocument(id, { name: 'other', text: '1' });
		await upload(id, { kept: 'K', 'n.txt': 'marked' });
		const run = await byName(id, ['1'], 'replace');
		expect(run.outputs[0]).toMatchObject([{ created: false, name: 'n.txt' }]);
		expect(documentsIn(id).map(({ name }) => name)).toEqual(['n.txt', 'kept', 'n.txt']);
		await byName(id, ['K'], 'replace');
		expect(documentsIn(id).map(({ name }) => name)).toEqual(['n.txt', 'kept', 'n.txt']);
	});

	it('deletes nothing when an item of the run has failed', async () => {
		const { id } = newLibrary(session);
		await byName(id, ['1'], 'keepBoth');
		const run = await byName(id, ['2', ''], 'replace', { onError: 'continueRegularOutput' });
		expect(run.outputs[0]).toMatchObject([{ created: true }, { error: expect.any(String) }]);
		expect(contentsIn(id)).toEqual(['1', '2']);
	});
});
