import { describe, expect, it } from '@jest/globals';

import { newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { inMemory } from './files';
import { fileAt, type Folder, folderOf, runDocuments, sha256, syncFolder } from './keptLibrary';

const session = useSimulator();
const documentsIn = (libraryId: string) =>
	session.simulator.state.libraries
		.documents(libraryId)
		.list()
		.map((document) => document.shown());
const sync = (libraryId: string, folder: Folder, ...rest: [object?, object?]) =>
	syncFolder(session.simulator, libraryId, folder, ...(rest as []));

describe('sync', () => {
	it('uploads what is new, and the next time nothing', async () => {
		const { id } = newLibrary(session);
		const folder = { 'a.txt': 'A', 'sub/b.txt': 'B' };
		const first = await sync(id, folder);
		expect(first.error).toBeUndefined();
		expect(first.actions).toEqual(['created a.txt', 'created sub/b.txt']);
		expect(first.outputs[0]?.[1]).toEqual({
			key: 'sub/b.txt',
			keys: ['sub/b.txt'],
			action: 'created',
			documentId: documentsIn(id)[1]?.id,
			processStatus: 'todo',
			plan: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(documentsIn(id)[1]).toMatchObject({
			name: 'b.txt',
			attributes: {
				n8n_sync_source: ['workflow'],
				n8n_sync_keys: ['sub/b.txt'],
				n8n_sync_version: [''],
				n8n_sync_sha256: sha256('B'),
			},
		});
		const second = await sync(id, folder);
		expect(second.actions).toEqual(['unchanged a.txt', 'unchanged sub/b.txt']);
		expect(second.requests).toEqual(['GET 200']);
	});

	it('pairs what is deleted with two of very many items, as n8n keeps each pair', async () => {
		const { id } = newLibrary(session);
		const folder = (version: number) =>
			Object.fromEntries(Array.from({ length: 101 }, (_, one) => [`${one}`, `${one} ${version}`]));
		await sync(id, folder(1));
		const { run } = await sync(id, folder(2));
		const output = run.data.resultData.runData.Mistral?.[0]?.data?.main?.[0] ?? [];
		const deleted = output.filter(({ json }) => json.action === 'deleted');
		expect(deleted).toHaveLength(101);
		for (const { pairedItem } of deleted) expect(pairedItem).toEqual([{ item: 0 }, { item: 100 }]);
	});

	it('says of each document what has become of it', async () => {
		const { id } = newLibrary(session);
		await sync(id, { same: 'same', changing: 'old', moving: 'moved', 'dir/gone': 'gone' });
		session.simulator.state.libraries.addDocument(id, { name: 'by hand', text: 'there' });
		const run = await sync(
			id,
			{ same: 'same', changing: 'new', moved: 'moved', added: 'added', found: 'there' },
			{ options: { maxDeletePercent: 50 } },
		);
		expect(run.actions).toEqual([
			'unchanged same',
			'replaced changing',
			'moved moved',
			'created added',
			'created found',
			'deleted changing',
			'deleted dir/gone',
		]);
		expect(run.outputs[0]?.[4]).toMatchObject({ adopted: true });
		expect(
			run.run.data.resultData.runData.Mistral?.[0]?.data?.main?.[0]?.at(-1)?.pairedItem,
		).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
		expect(documentsIn(id).map(({ name }) => name)).toEqual([
			'same',
			'moved',
			'by hand',
			'changing',
			'added',
		]);
		expect(folderOf(session.simulator, id)).toMatchObject({ changing: 'new', found: 'there' });
	});

	it('changes attributes and expiry of what is there, each item its own', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B' });
		const options = {
			attributes: '={{ { kind: $binary.data.fileName } }}',
			expiresAt: '2999-01-01T00:00:00Z',
		};
		const run = await sync(id, { a: 'A', b: 'B' }, { options });
		expect(run.actions).toEqual(['updated a', 'updated b']);
		expect(documentsIn(id)).toMatchObject([
			{ attributes: { kind: 'a', n8n_sync_keys: ['a'] }, expires_at: '2999-01-01T00:00:00.000Z' },
			{ attributes: { kind: 'b', n8n_sync_keys: ['b'] } },
		]);
		expect((await sync(id, { a: 'A', b: 'B' }, { options })).requests).toEqual(['GET 200']);
	});

	it('takes texts, which are named after their keys', async () => {
		const { id } = newLibrary(session);
		const items = [
			{ path: 'faq/1.md', body: 'One' },
			{ path: 'faq/2.md', body: 'Two' },
		];
		const parameters = { inputType: 'text', text: '={{ $json.body }}', key: '={{ $json.path }}' };
		const run = await runDocuments(session.simulator, id, 'sync', parameters, { items });
		expect(run.actions).toEqual(['created faq/1.md', 'created faq/2.md']);
		expect(documentsIn(id).map(({ name }) => name)).toEqual(['1.md', '2.md']);
	});

	it('leaves what is gone without Delete Missing', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B' });
		const run = await sync(id, { a: 'A2' }, { deleteMissing: false });
		expect(run.actions).toEqual(['replaced a', 'deleted a']);
		expect(folderOf(session.simulator, id)).toEqual({ a: 'A2', b: 'B' });
	});

	it('keeps a document as long as another source has it', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B' });
		await sync(id, { x: 'A' }, { source: 'other' });
		const run = await sync(id, { b: 'B' });
		expect(run.actions).toEqual(['unchanged b', 'moved a']);
		expect(folderOf(session.simulator, id, 'other')).toEqual({ x: 'A' });
		expect(folderOf(session.simulator, id)).toEqual({ b: 'B' });
	});

	it('waits for the processing, and one that fails is failed: nothing is deleted', async () => {
		const { id } = newLibrary(session);
		await sync(id, { 'a.txt': 'A', 'b.txt': 'B' });
		const options = { waitForProcessing: true };
		const run = await sync(id, { 'a.txt': 'A', 'c.error.txt': 'C' }, { options });
		expect(run.actions).toEqual(['unchanged a.txt', 'failed c.error.txt', 'withheld b.txt']);
		expect(run.outputs[0]?.[1]?.error).toContain('Mistral could not process the document');
		expect(run.outputs[0]?.[2]?.reason).toBe(
			'Nothing is deleted, as 1 document of this run could not be synced',
		);
		expect(run.hints).toEqual([
			'1 of 3 documents could not be synced; their items say why.',
			'Nothing is deleted, as 1 document of this run could not be synced. Items withheld: 1. The next run in which nothing fails deletes what is gone.',
		]);
		expect(folderOf(session.simulator, id)).toHaveProperty(['b.txt'], 'B');
		const again = await sync(id, { 'a.txt': 'A', 'b.txt': 'B', 'c.error.txt': 'C' }, { options });
		expect(again.outputs[0]?.[2]).toMatchObject({ action: 'unchanged', processStatus: 'error' });
		expect(again.requests).not.toContain('POST 204');
		session.simulator.state.libraries.processing.plan('c.error.txt', { end: 'done' });
		const repaired = await sync(
			id,
			{ 'a.txt': 'A', 'b.txt': 'B', 'c.error.txt': 'C' },
			{ options: { ...options, reprocessFailed: true } },
		);
		expect(repaired.outputs[0]?.[2]).toMatchObject({ reprocessed: true, processStatus: 'done' });
	});

	it('goes on after a file that cannot be read or an upload that is refused, without deleting', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B' });
		session.simulator.faults.add({ method: 'POST', status: 422, body: { detail: 'Too strange' } });
		const run = await sync(id, { a: '', c: 'C', d: 'D' }, { options: { maxConcurrency: 1 } });
		expect(run.error).toBeUndefined();
		expect(run.actions).toEqual(['failed a', 'failed c', 'created d', 'withheld b']);
		expect(run.outputs[0]).toMatchObject([
			{ error: 'The file "a" is empty (0 bytes)' },
			{ error: 'Too strange' },
			{},
			{},
		]);
		expect(folderOf(session.simulator, id)).toEqual({ a: 'A', b: 'B', d: 'D' });
	});

	it('looks only at keys with a prefix, and the limit counts among those', async () => {
		const { id } = newLibrary(session);
		const folder = Object.fromEntries([...'abcdefgh'].map((one) => [`x/${one}`, one]));
		await sync(id, { ...folder, 'y/1': '1', 'y/2': '2', 'y/3': '3' });
		const run = await sync(id, { 'y/1': '1' }, { options: { keyPrefix: 'y/' } });
		expect(run.actions).toEqual(['unchanged y/1', 'withheld y/2', 'withheld y/3']);
		expect(run.outputs[0]?.[1]?.reason).toBe(
			'Nothing is deleted, as 2 of 3 documents would go, more than 25 %',
		);
		expect(run.hints).toEqual([expect.stringContaining('raise "Max Delete Percent"')]);
	});

	it('stops when the user cancels: nothing more is written', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ method: 'POST', latency: 5_000, times: Infinity });
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(), 500);
		const folder = Object.fromEntries([...'abcdefghij'].map((one) => [one, one]));
		const run = await sync(id, folder, {}, { signal: cancel.signal });
		expect(run.run.status).toBe('canceled');
		expect(run.requests.filter((request) => request.startsWith('POST'))).toHaveLength(5);
		expect(run.requests.filter((request) => request.startsWith('PATCH'))).toEqual([]);
	});
});

describe('a dry run of sync', () => {
	it('says what would be done and writes nothing; its plan, approved, is done over the limit', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B', c: 'C', d: 'D' });
		const dry = await sync(id, { a: 'A2' }, { dryRun: true });
		expect([...dry.actions].sort()).toEqual([
			'replaced a',
			'withheld a',
			'withheld b',
			'withheld c',
			'withheld d',
		]);
		expect(dry.requests).toEqual(['GET 200']);
		const plan = dry.outputs[0]?.[0]?.plan;
		const run = await sync(id, { a: 'A2' }, { options: { expectedPlan: plan } });
		expect(run.actions.map((action) => action.split(' ')[0])).toEqual([
			'replaced',
			...['deleted', 'deleted', 'deleted', 'deleted'],
		]);
		expect(folderOf(session.simulator, id)).toEqual({ a: 'A2' });
	});

	it.each([
		['the source', { b: 'B', c: 'new' }, () => undefined],
		[
			'the library',
			{ b: 'B' },
			(id: string) => {
				const documents = session.simulator.state.libraries.documents(id);
				const [first] = documents.list();
				if (first) documents.remove(first);
			},
		],
	])('whose plan was approved is not done when %s has changed', async (_, folder, change) => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B' });
		const dry = await sync(id, { b: 'B' }, { dryRun: true });
		const plan = dry.outputs[0]?.[0]?.plan;
		change(id);
		const run = await sync(id, folder as Folder, { options: { expectedPlan: plan } });
		expect(run.error?.message).toBe(
			'The plan is not the expected one any more, so nothing was done',
		);
		expect(run.error?.description).toContain('Do a dry run again');
		expect(run.requests).toEqual(['GET 200']);
	});

	it('whose plan is lost on the way to the node that applies it is not done', async () => {
		const { id } = newLibrary(session);
		const run = await sync(id, { a: 'A' }, { options: { expectedPlan: '={{ $json.plan }}' } });
		expect(run.error?.message).toBe('The parameter "Expected Plan" is empty');
		expect(run.requests).toEqual(['GET 200']);
	});
});

describe('sync refuses before it sends anything', () => {
	const two = [fileAt('a', 'A'), fileAt('b', 'B')];

	it.each([
		['two items with one key', { key: 'same' }, 'Two items have the key "same"', two],
		[
			'an item outside of the key prefix',
			{ options: { keyPrefix: 'x/' } },
			'The key "a" does not begin with the key prefix "x/"',
			two,
		],
		[
			'a key without a file',
			{ key: '={{ "k" + $itemIndex }}', binaryPropertyName: 'file' },
			'The item with the key "k0" has no content',
			two,
		],
		['a file without a key', {}, 'The item has no key', [{ data: inMemory('A', '') }, ...two]],
		['an empty source', { source: '={{ "" }}' }, 'The parameter "Source" is empty', two],
		[
			'another source on a later item',
			{ source: '={{ "s" + $itemIndex }}' },
			'The parameter "Source" is another one than that of the first item [item 1]',
			two,
		],
		[
			'attributes that are marks',
			{ options: { attributes: '{ "n8n_sync_keys": ["x"] }' } },
			'The attribute "n8n_sync_keys" cannot be set',
			two,
		],
		[
			'an expiry in the past',
			{ options: { expiresAt: '2020-01-01' } },
			'"Expires At" is in the past',
			two,
		],
	])('%s', async (_, parameters, message, binaries) => {
		const { id } = newLibrary(session);
		const run = await sync(id, {}, parameters, { binaries });
		expect(run.error?.message).toContain(message);
		expect(run.requests).toEqual([]);
	});

	it('a listing of which an item cannot be read: what is gone is not known', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B' });
		const run = await sync(
			id,
			{ a: 'A', b: 'B' },
			{ options: { attributes: '={{ $itemIndex ? "broken" : {} }}' } },
			{ onError: 'continueRegularOutput' },
		);
		expect(run.outputs[0]).toMatchObject([{ error: expect.stringContaining('not valid JSON') }]);
		expect(run.hints).toEqual([expect.stringContaining('Nothing was synced')]);
		expect(run.requests).toEqual([]);
	});

	it('and with continue on fail the refusal is an item', async () => {
		const { id } = newLibrary(session);
		const settings = { binaries: two, onError: 'continueRegularOutput' };
		const run = await sync(id, {}, { key: 'same' }, settings);
		expect(run.outputs[0]).toMatchObject([
			{ error: expect.stringContaining('Two items have the key') },
		]);
	});
});

describe('an empty listing', () => {
	const nothing = { binaries: [], items: [{}] };

	it('deletes nothing, not even the only document', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A' });
		const run = await sync(id, {}, {}, nothing);
		expect(run.actions).toEqual(['withheld a']);
		expect(run.outputs[0]?.[0]?.reason).toBe('Nothing is deleted, as the listing is empty');
		expect(folderOf(session.simulator, id)).toEqual({ a: 'A' });
	});

	it('deletes all when the limit is 100', async () => {
		const { id } = newLibrary(session);
		await sync(id, { a: 'A', b: 'B' });
		const run = await sync(id, {}, { options: { maxDeletePercent: 100 } }, nothing);
		expect([...run.actions].sort()).toEqual(['deleted a', 'deleted b']);
		expect(documentsIn(id)).toEqual([]);
	});
});
