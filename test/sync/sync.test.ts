import { setImmediate } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { foresee } from '../../nodes/MistralLibraries/sync/carryOut';
import { marksOf } from '../../nodes/MistralLibraries/sync/marks';
import { planSync } from '../../nodes/MistralLibraries/sync/plan';
import { rowsOf } from '../../nodes/MistralLibraries/sync/rows';
import { sha256Of } from '../../nodes/MistralLibraries/sync/sha256';
import { Turns } from '../../nodes/shared/operation/turns';
import { MemoryLibrary, type PatchMode } from './memoryLibrary';
import { type Files, planFor, stateOf, sync, type SyncRun } from './syncs';

const deleteMissing = true;

/** A library after one run. */
async function libraryWith(files: Files, options: SyncRun = {}, mode: PatchMode = 'replaces') {
	const library = new MemoryLibrary(mode);
	await sync(library, files, options);
	return library;
}

const kindsOf = ({ requests }: { requests: Array<{ kind: string }> }) =>
	requests.map(({ kind }) => kind);

const documentWith = (library: MemoryLibrary, bytes: string) => {
	const found = [...library.documents.values()].find((document) => document.bytes === bytes);
	if (!found) throw new Error(`There is no document with ${bytes}`);
	return found;
};

describe('a run', () => {
	it('uploads what is new, and nothing the next time', async () => {
		const library = new MemoryLibrary();
		const files = { 'docs/a.md': 'A', 'docs/b.md': 'B' };
		const first = await sync(library, files);
		expect(first.actions).toEqual(['created docs/a.md', 'created docs/b.md']);
		expect(kindsOf(first)).toEqual(['upload', 'patch', 'upload', 'patch']);
		const second = await sync(library, files);
		expect(second.actions).toEqual(['unchanged docs/a.md', 'unchanged docs/b.md']);
		expect(second.requests).toEqual([]);
	});

	it('replaces a key with new bytes and deletes the old document, with or without deleteMissing', async () => {
		const library = await libraryWith({ a: 'A' });
		const { actions, requests } = await sync(library, { a: 'B' });
		expect(actions).toEqual(['replaced a', 'deleted a']);
		expect(requests.map(({ kind }) => kind)).toEqual(['upload', 'patch', 'read', 'delete']);
		expect(stateOf(library)).toEqual([{ key: 'a', bytes: 'B' }]);
	});

	it('leaves keys that are gone, unless deleteMissing is on', async () => {
		const library = await libraryWith({ a: 'A', b: 'B' });
		expect((await sync(library, { a: 'A' })).actions).toEqual(['unchanged a']);
		expect((await sync(library, { a: 'A' }, { deleteMissing })).actions).toEqual([
			'unchanged a',
			'deleted b',
		]);
	});

	it('moves a document to its new key and name without an upload', async () => {
		const library = await libraryWith({ 'old/a.md': 'A' });
		const { actions, requests } = await sync(library, { 'new/b.md': 'A' }, { deleteMissing });
		expect(actions).toEqual(['moved new/b.md']);
		expect(requests.map(({ kind }) => kind)).toEqual(['read', 'patch']);
		expect(documentWith(library, 'A').name).toBe('b.md');
	});

	it('keeps the old key of a moved document without deleteMissing, as it may be in another batch', async () => {
		const library = await libraryWith({ a: 'A' });
		expect((await sync(library, { b: 'A' })).actions).toEqual(['moved b a']);
		expect(documentWith(library, 'A').name).toBe('b');
	});

	it('swaps two keys with two PATCHes', async () => {
		const library = await libraryWith({ a: 'A', b: 'B' });
		const { actions, requests } = await sync(library, { a: 'B', b: 'A' });
		expect(actions).toEqual(['moved a', 'moved b']);
		expect(requests.map(({ kind }) => kind)).toEqual(['read', 'patch', 'read', 'patch']);
	});

	it('uploads twins once, and deletes their document with the last key', async () => {
		const library = new MemoryLibrary();
		const twins = await sync(library, { b: 'A', a: 'A' });
		expect(twins.actions).toEqual(['created a b']);
		expect(twins.outcomes[0]?.step.items).toEqual([0, 1]);
		expect((await sync(library, { a: 'A' }, { deleteMissing })).actions).toEqual(['moved a']);
		expect((await sync(library, {}, { deleteMissing })).actions).toEqual(['deleted a']);
	});

	it('gives a key the content that another key has already, and deletes the one it had', async () => {
		const library = await libraryWith({ a: 'A', b: 'B' });
		expect((await sync(library, { a: 'A', b: 'A' })).actions).toEqual(['moved a b', 'deleted b']);
	});

	it('changes only name, attributes and expiry when only they differ', async () => {
		const library = await libraryWith({ a: { bytes: 'A', attributes: { year: 2025 } } });
		const changed = {
			a: { bytes: 'A', attributes: { year: 2026 }, expiresAt: '2030-01-01T00:00:00.000Z' },
		};
		const { actions, requests } = await sync(library, changed);
		expect(actions).toEqual(['updated a']);
		expect(requests.map(({ kind }) => kind)).toEqual(['read', 'patch']);
		expect(documentWith(library, 'A').attributes).toMatchObject({ year: 2026 });
		expect((await sync(library, changed)).requests).toEqual([]);
	});

	it('does not read a document again of which only the name changes', async () => {
		const library = await libraryWith({ a: 'A' });
		expect(kindsOf(await sync(library, { a: { bytes: 'A', name: 'x' } }))).toEqual(['patch']);
		expect(stateOf(library)).toEqual([{ key: 'a', bytes: 'A' }]);
	});

	it('looks only at keys with the prefix', async () => {
		const library = await libraryWith({ 'p/a': 'A', 'q/b': 'B', 'q/c': 'A' });
		const options = { deleteMissing, keyPrefix: 'q/' };
		const { plan, actions } = await sync(library, {}, options);
		expect(actions).toEqual(['moved q/c', 'deleted q/b']);
		expect({ before: plan.before, gone: plan.gone }).toEqual({ before: 2, gone: 1 });
		expect(stateOf(library)).toEqual([{ key: 'p/a', bytes: 'A' }]);
	});
});

describe.each(['replaces', 'merges'] as const)('where a PATCH %s attributes', (mode) => {
	it('a document that was there is adopted: it gets marks only, and stays when its keys go', async () => {
		const library = new MemoryLibrary(mode);
		const { document } = library.put('A', 'by hand.md');
		library.patch(document.id, { attributes: { owner: 'Ada' } });
		const file = { bytes: 'A', attributes: { owner: 'sync' }, expiresAt: '2030-01-01T00:00:00Z' };
		const { actions, outcomes } = await sync(library, { a: file });
		expect(actions).toEqual(['created a']);
		expect(outcomes[0]?.isAdopted).toBe(true);
		const adopted = documentWith(library, 'A');
		expect(adopted).toMatchObject({
			name: 'by hand.md',
			expires_at: null,
			attributes: { owner: 'Ada', n8n_sync_adopted: true, n8n_sync_keys: ['a'] },
		});
		expect((await sync(library, { a: file })).requests).toEqual([]);
		expect((await sync(library, {}, { deleteMissing })).actions).toEqual(['moved a']);
		expect(documentWith(library, 'A').attributes).toMatchObject({
			owner: 'Ada',
			n8n_sync_keys: [],
		});
		const again = await sync(library, { b: file }, { deleteMissing });
		expect({ actions: again.actions, requests: kindsOf(again) }).toEqual({
			actions: ['created b'],
			requests: ['read', 'patch'],
		});
	});

	it('two sources share a document: each sees its own keys, and it goes with the last one', async () => {
		const library = await libraryWith({ a: 'A' }, { source: 'one' }, mode);
		const second = await sync(library, { b: 'A' }, { source: 'two' });
		expect({ actions: second.actions, requests: kindsOf(second) }).toEqual({
			actions: ['created b'],
			requests: ['read', 'patch'],
		});
		expect(documentWith(library, 'A').name).toBe('a');
		expect((await sync(library, { a: 'A' }, { source: 'one' })).requests).toEqual([]);
		expect((await sync(library, { b: 'A' }, { source: 'two' })).requests).toEqual([]);
		const left = await sync(library, {}, { source: 'one', deleteMissing });
		expect(left.actions).toEqual(['moved a']);
		expect((await sync(library, { b: 'A' }, { source: 'two' })).actions).toEqual(['updated b']);
		const last = await sync(library, {}, { source: 'two', deleteMissing });
		expect(last.actions).toEqual(['deleted b']);
		expect(library.documents.size).toBe(0);
	});

	it('documents without marks, or with marks that cannot be read, are never touched', async () => {
		const library = await libraryWith({ a: 'A', b: 'B' }, {}, mode);
		const broken = documentWith(library, 'A');
		library.patch(broken.id, { attributes: { ...broken.attributes, n8n_sync_keys: ['a', 'x'] } });
		library.put('C', 'by hand');
		const before = structuredClone(library.documents);
		const { actions } = await sync(library, {}, { deleteMissing });
		expect(actions).toEqual(['deleted b']);
		expect([...library.documents.values()]).toEqual(
			[...before.values()].filter(({ bytes }) => bytes !== 'B'),
		);
	});
});

describe('a run in which something is wrong', () => {
	it('does not stop the other documents, deletes nothing, and leaves the key its old content', async () => {
		const library = await libraryWith({ a: 'A', c: 'A', b: 'B', d: 'D' });
		const { actions, outcomes } = await sync(
			library,
			{ a: 'A2', c: 'A', b: 'B2' },
			{
				deleteMissing,
				around: (request, work) => {
					if (request.about === 'A2') throw new Error('Too large');
					return work();
				},
			},
		);
		expect(actions).toEqual(['failed a', 'unchanged c', 'replaced b', 'withheld b', 'withheld d']);
		expect(outcomes[0]?.error?.message).toBe('Too large');
		expect(outcomes[4]?.reason).toMatch(/1 document of this run/);
		expect(stateOf(library)).toContainEqual({ key: 'a', bytes: 'A' });
	});

	it.each(['patch', 'delete'] as const)(
		'leaves a document alone whose marks were changed since the listing, before a %s',
		async (kind) => {
			const library = await libraryWith({ a: 'A' });
			const { id } = documentWith(library, 'A');
			const files: Files = kind === 'patch' ? { b: 'A' } : {};
			const { actions, outcomes, requests } = await sync(library, files, {
				deleteMissing,
				around: async (request, work) => {
					if (request.kind === 'read') await sync(library, { z: 'A' }, { source: 'other' });
					return work();
				},
			});
			expect(actions).toEqual([kind === 'patch' ? 'failed b' : 'failed a']);
			expect(outcomes[0]?.error?.message).toContain(`The marks of the document ${id} were changed`);
			expect(requests.map((request) => request.kind)).toEqual(['read']);
		},
	);

	it('deletes as many at a time as it may, and begins none after one has failed', async () => {
		const library = new MemoryLibrary();
		const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
		await sync(library, Object.fromEntries(keys.map((key) => [key, key.toUpperCase()])));
		let underWay = 0;
		let most = 0;
		const { actions } = await sync(
			library,
			{},
			{
				deleteMissing,
				inParallel: async (tasks) => {
					const turns = new Turns(2);
					await Promise.all(tasks.map(async (task) => await turns.take(task)));
				},
				around: async ({ kind, about }, work) => {
					most = Math.max(most, ++underWay);
					await setImmediate();
					underWay--;
					if (kind === 'delete' && about === 'd0003') throw new Error('No');
					return work();
				},
			},
		);
		expect(most).toBe(2);
		expect(actions).toEqual([
			...['deleted a', 'deleted b', 'failed c', 'deleted d'],
			...['withheld e', 'withheld f'],
		]);
	});

	it('takes a document that is gone already for deleted', async () => {
		const library = await libraryWith({ a: 'A' });
		const { actions } = await sync(
			library,
			{},
			{
				deleteMissing,
				planned: () => library.documents.clear(),
			},
		);
		expect(actions).toEqual(['deleted a']);
	});

	it('keeps the documents of an item whose content cannot be read', async () => {
		const library = await libraryWith({ a: 'A', b: 'B' });
		const options = { source: 'wf', libraryId: 'lib', deleteMissing };
		const plan = planSync(library.list(), [{ key: 'a', error: new Error('Empty') }], options);
		const rows = rowsOf(plan, foresee(plan, { maxDeletePercent: 100 }));
		expect(rows.map(({ json: { key, action } }) => `${action} ${key}`)).toEqual([
			'failed a',
			'withheld b',
		]);
	});

	it('adopts what a killed run has uploaded and not marked', async () => {
		const library = new MemoryLibrary();
		library.put('A', 'a');
		const { outcomes } = await sync(library, { a: 'A' });
		expect(outcomes[0]).toMatchObject({ action: 'created', isAdopted: true });
	});

	it('says of an upload without marks that the document is there', async () => {
		const library = new MemoryLibrary();
		const { plan, outcomes } = await sync(
			library,
			{ a: 'A' },
			{
				around: (request, work) => {
					if (request.kind === 'patch') throw new Error('Mistral has failed');
					return work();
				},
			},
		);
		expect(rowsOf(plan, outcomes)[0]?.json).toMatchObject({
			action: 'failed',
			documentId: 'd0001',
			error: expect.stringMatching(/uploaded as the document d0001.*Mistral has failed/),
		});
	});

	it('ends a run that is cancelled before the next request', async () => {
		const library = new MemoryLibrary();
		const cancel = new AbortController();
		const run = sync(
			library,
			{ a: 'A', b: 'B' },
			{
				signal: cancel.signal,
				around: (_, work) => {
					cancel.abort(new Error('Cancelled'));
					return work();
				},
			},
		);
		await expect(run).rejects.toThrow('Cancelled');
		expect([...library.documents.values()].map(({ bytes }) => bytes)).toEqual(['A']);
	});
});

describe('processing', () => {
	async function libraryWithFailed() {
		const library = new MemoryLibrary();
		library.failing.add('A');
		await sync(library, { a: 'A' });
		return library;
	}

	it('that was waited for and failed makes the document failed, and nothing is deleted', async () => {
		const library = await libraryWith({ a: 'B' });
		library.failing.add('A');
		const { actions } = await sync(library, { a: 'A' }, { waitForProcessing: true });
		expect(actions).toEqual(['failed a', 'withheld a']);
	});

	it('that failed in an earlier run leaves the document unchanged, with its status', async () => {
		const library = await libraryWithFailed();
		const { plan, outcomes, requests } = await sync(
			library,
			{ a: 'A' },
			{ waitForProcessing: true },
		);
		expect(requests).toEqual([]);
		expect(rowsOf(plan, outcomes)[0]?.json).toMatchObject({
			action: 'unchanged',
			processStatus: 'error',
		});
	});

	it('is done again only with reprocessFailed', async () => {
		const library = await libraryWithFailed();
		library.failing.clear();
		const options = { waitForProcessing: true, reprocessFailed: true };
		const { plan, outcomes, requests } = await sync(library, { a: 'A' }, options);
		expect(requests.map(({ kind }) => kind)).toEqual(['reprocess', 'wait']);
		expect(rowsOf(plan, outcomes)[0]?.json).toMatchObject({
			action: 'unchanged',
			reprocessed: true,
			processStatus: 'done',
		});
		expect((await sync(library, { a: 'A' }, options)).outcomes[0]?.isReprocessed).toBeUndefined();
	});
});

describe('a plan', () => {
	const before = { a: 'A', b: 'B', c: 'C', d: 'D' };
	const files = { a: 'A', b: 'B2', x: 'C', y: 'Y', z: 'Y' };

	it('has one fingerprint whatever the order of items and of the listing', async () => {
		const library = await libraryWith(before);
		const { fingerprint } = planFor(library, files, { deleteMissing });
		const reversed = Object.fromEntries(Object.entries(files).reverse());
		expect(planFor(library, reversed, { deleteMissing }).fingerprint).toBe(fingerprint);
		const entries = [...library.documents].reverse();
		library.documents.clear();
		for (const [id, document] of entries) library.documents.set(id, document);
		expect(planFor(library, files, { deleteMissing }).fingerprint).toBe(fingerprint);
	});

	it('has another fingerprint when anything else would be done, or elsewhere', async () => {
		const library = await libraryWith(before);
		const plans = [
			planFor(library, files, { deleteMissing }),
			planFor(library, files),
			planFor(library, files, { deleteMissing, source: 'other' }),
			planFor(library, files, { deleteMissing, libraryId: 'other' }),
			planFor(library, { ...files, b: 'B3' }, { deleteMissing }),
			planFor(library, { ...files, e: 'A' }, { deleteMissing }),
			planFor(library, { ...files, a: { bytes: 'A', name: 'other' } }, { deleteMissing }),
		];
		await sync(library, { k: 'D' }, { source: 'third' });
		plans.push(planFor(library, files, { deleteMissing }));
		expect(new Set(plans.map(({ fingerprint }) => fingerprint)).size).toBe(plans.length);
	});

	it('is not another one for what it leaves as it is', async () => {
		const library = await libraryWith(before);
		const { fingerprint } = planFor(library, files, { deleteMissing });
		await sync(library, { k: 'A' }, { source: 'third' });
		library.put('by hand', 'by hand');
		expect(planFor(library, files, { deleteMissing }).fingerprint).toBe(fingerprint);
	});

	it('foresees what the run gives, withheld deletes too, and writes nothing', async () => {
		const library = await libraryWith(before);
		const seen = structuredClone([...library.documents.values()]);
		const plan = planFor(library, { a: 'A', b: 'B2' }, { deleteMissing });
		const rows = rowsOf(plan, foresee(plan, { maxDeletePercent: 25 }));
		expect(rows.map(({ json: { key, action } }) => `${action} ${key}`)).toEqual([
			'unchanged a',
			'replaced b',
			'withheld b',
			'withheld c',
			'withheld d',
		]);
		expect(rows[4]?.json).toMatchObject({
			plan: plan.fingerprint,
			reason: expect.stringMatching(/2 of 4 documents/),
		});
		expect([...library.documents.values()]).toEqual(seen);
		const approved = { maxDeletePercent: 25, isApproved: true };
		expect(foresee(plan, approved).map(({ action }) => action)).toContain('deleted');
	});

	it('counts a document that is listed twice, as pages have shifted, once', async () => {
		const library = await libraryWith({ a: 'A', b: 'B' });
		const listed = [...library.list(), ...library.list()];
		const options = { source: 'wf', libraryId: 'lib', deleteMissing };
		const plan = planSync(listed, [], options);
		expect({ before: plan.before, total: plan.total }).toEqual({ before: 2, total: 2 });
	});

	it('puts right what a listing has missed, as pages have shifted, without a second document', async () => {
		const library = await libraryWith({ a: 'A' });
		const all = library.list();
		library.list = () => [];
		const { actions, requests } = await sync(library, { a: 'A' });
		expect(actions).toEqual(['unchanged a']);
		expect(requests.map(({ kind }) => kind)).toEqual(['upload', 'read']);
		expect(marksOf(all[0]?.attributes)?.sha256).toBe(sha256Of('A'));
	});
});
