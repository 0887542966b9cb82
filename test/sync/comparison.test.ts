import { describe, expect, it } from '@jest/globals';

import { compare } from '../../nodes/MistralLibraries/sync/comparison';
import { Holders, takeOff } from '../../nodes/MistralLibraries/sync/holders';
import { sha256Of } from '../../nodes/MistralLibraries/sync/sha256';
import { MemoryLibrary } from './memoryLibrary';
import { stateOf } from './syncs';

const source = 'wf';
const options = { source, maxDeletePercent: 100 };

/** Documents as uploads with keys leave them: content → keys with versions. */
async function libraryWith(documents: Record<string, Record<string, string>>) {
	const library = new MemoryLibrary();
	for (const [bytes, keys] of Object.entries(documents)) {
		for (const [key, version] of Object.entries(keys)) await upload(library, bytes, key, version);
	}
	return library;
}

async function upload(library: MemoryLibrary, bytes: string, key: string, version: string) {
	const holders = new Holders(library.seenBy([]), library.list());
	const entry = { source, key, version };
	const handed = await holders.hand(library.put(bytes, key), sha256Of(bytes), entry, { name: key });
	await holders.release(entry, handed.document.id);
	return handed;
}

const actions = (library: MemoryLibrary, listed: Record<string, string>, limit = {}) =>
	compare(
		library.list(),
		Object.entries(listed).map(([key, version]) => ({ key, version })),
		{ ...options, ...limit },
	).map(({ key, action }) => `${action} ${key}`);

describe('a comparison', () => {
	it('tells by the version what is new, changed, the same and gone', async () => {
		const library = await libraryWith({ A: { a: '1' }, B: { b: '1' }, C: { c: '1' } });
		const listed = { a: '1', b: '2', d: '1' };
		expect(actions(library, listed)).toEqual(['unchanged a', 'replace b', 'create d', 'delete c']);
		expect(actions(library, listed, { onlyChanges: true })).toEqual([
			'replace b',
			'create d',
			'delete c',
		]);
	});

	it('names the document that has the key, and the item', async () => {
		const library = await libraryWith({ A: { a: '1' } });
		const listed = [
			{ key: 'x', version: '1' },
			{ key: 'a', version: '2' },
		];
		expect(compare(library.list(), listed, options)).toEqual([
			{ key: 'x', action: 'create', item: 0 },
			{ key: 'a', action: 'replace', item: 1, documentId: 'd0001' },
		]);
	});

	it('deletes no document of which another key is listed, and none that was adopted', async () => {
		const library = await libraryWith({ A: { a: '1', b: '1' } });
		library.put('B', 'by hand');
		await upload(library, 'B', 'c', '1');
		expect(actions(library, { b: '1' })).toEqual(['unchanged b']);
	});

	it('withholds deletes over the limit and for an empty listing, with the reason', async () => {
		const library = await libraryWith({ A: { a: '1' }, B: { b: '1' }, C: { c: '1' } });
		const limit = { maxDeletePercent: 25 };
		expect(actions(library, { a: '1' }, limit)).toEqual([
			'unchanged a',
			'withheld b',
			'withheld c',
		]);
		const [row] = compare(library.list(), [], { ...options, ...limit });
		expect(row).toMatchObject({ action: 'withheld', reason: expect.stringMatching(/empty/) });
	});

	it('looks only at keys with the prefix', async () => {
		const library = await libraryWith({ A: { 'p/a': '1' }, B: { 'q/b': '1' } });
		expect(actions(library, {}, { keyPrefix: 'q/' })).toEqual(['delete q/b']);
	});

	it('replaces a key that two documents have, as a run was killed in between', async () => {
		const library = await libraryWith({ A: { a: '1' } });
		const uploaded = library.put('B', 'a');
		await new Holders(library.seenBy([]), []).hand(uploaded, sha256Of('B'), {
			source,
			key: 'a',
			version: '2',
		});
		expect(actions(library, { a: '2' })).toEqual(['replace a']);
		await upload(library, 'B', 'a', '2');
		expect(actions(library, { a: '2' })).toEqual(['unchanged a']);
		expect(stateOf(library)).toEqual([{ key: 'a', bytes: 'B' }]);
	});
});

describe('an upload with a key', () => {
	it('deletes the document that had it when nobody has that any more', async () => {
		const library = await libraryWith({ A: { a: '1', b: '1' } });
		await upload(library, 'B', 'a', '2');
		expect(stateOf(library)).toEqual([
			{ key: 'b', bytes: 'A' },
			{ key: 'a', bytes: 'B' },
		]);
		await upload(library, 'B', 'b', '2');
		expect(library.documents.size).toBe(1);
	});

	it('leaves an older document alone whose marks have changed since the listing', async () => {
		const library = await libraryWith({ A: { a: '1' } });
		const holders = new Holders(library.seenBy([]), library.list());
		await upload(library, 'A', 'z', '1');
		const entry = { source, key: 'a', version: '2' };
		const { document } = await holders.hand(library.put('B', 'a'), sha256Of('B'), entry);
		await expect(holders.release(entry, document.id)).rejects.toThrow(
			'The marks of the document d0001 were changed',
		);
		expect(stateOf(library)).toContainEqual({ key: 'a', bytes: 'A' });
		expect(stateOf(library)).toContainEqual({ key: 'a', bytes: 'B' });
	});

	it('gives an adopted document marks, but neither name nor attributes', async () => {
		const library = new MemoryLibrary();
		library.put('A', 'by hand');
		const { isAdopted, document } = await upload(library, 'A', 'a', '1');
		expect({ isAdopted, name: document.name }).toEqual({ isAdopted: true, name: 'by hand' });
	});
});

describe('a delete with a key', () => {
	const takenOff = async (library: MemoryLibrary, key: string) => {
		const [document] = library.list();
		if (!document) throw new Error('There is no document');
		return await takeOff(library.seenBy([]), document, { source, key });
	};

	it('loses nothing of a document that has got another name', async () => {
		const library = await libraryWith({ A: { old: '1' } });
		expect(actions(library, { new: '1' })).toEqual(['create new', 'delete old']);
		await upload(library, 'A', 'new', '1');
		expect((await takenOff(library, 'old')).document).toBeDefined();
		expect(stateOf(library)).toEqual([{ key: 'new', bytes: 'A' }]);
		expect(await takenOff(library, 'new')).toEqual({});
		expect(library.documents.size).toBe(0);
	});

	it('leaves a document that was adopted, is not ours, or does not have the key', async () => {
		const library = new MemoryLibrary();
		library.put('A', 'by hand');
		expect((await takenOff(library, 'a')).document).toBeDefined();
		await upload(library, 'A', 'a', '1');
		expect((await takenOff(library, 'b')).document).toBeDefined();
		expect((await takenOff(library, 'a')).document).toBeDefined();
		expect(library.documents.size).toBe(1);
		expect(stateOf(library)).toEqual([]);
	});
});
