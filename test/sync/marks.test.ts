import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { missingIn, patchOf } from '../../nodes/MistralLibraries/sync/changes';
import {
	attributesFor,
	firstMarks,
	isLeft,
	marksOf,
	withEntry,
	withoutKeys,
} from '../../nodes/MistralLibraries/sync/marks';
import { sha256Of } from '../../nodes/MistralLibraries/sync/sha256';

const sha256 = sha256Of('A');
const written = {
	n8n_sync_source: ['wf', 'other'],
	n8n_sync_keys: ['a.md', 'b.md'],
	n8n_sync_version: ['', 'v2'],
	n8n_sync_sha256: sha256,
};
const read = {
	entries: [
		{ source: 'wf', key: 'a.md', version: '' },
		{ source: 'other', key: 'b.md', version: 'v2' },
	],
	sha256,
	adopted: false,
};

describe('the marks of a document', () => {
	it('are read as they are written', () => {
		expect(marksOf(written)).toEqual(read);
		expect(attributesFor(read)).toEqual(written);
		expect(marksOf({ ...written, n8n_sync_adopted: true })).toEqual({ ...read, adopted: true });
	});

	const unreadable: Array<[string, IDataObject | null | undefined]> = [
		['there are no attributes', null],
		['there are only attributes of others', { department: 'sales' }],
		['a list is longer than the others', { ...written, n8n_sync_keys: ['a.md'] }],
		['a list is missing', { ...written, n8n_sync_version: undefined }],
		['a list is a text', { ...written, n8n_sync_keys: 'a.md' }],
		['a key is no text', { ...written, n8n_sync_keys: ['a.md', 7] }],
		['the hash is missing', { ...written, n8n_sync_sha256: null }],
		['the hash is none', { ...written, n8n_sync_sha256: 'abc' }],
		['nobody has the document and it is not adopted', attributesFor(firstMarks(sha256, false))],
	];
	it.each(unreadable)('are none of ours when %s', (_, attributes) => {
		expect(marksOf(attributes)).toBeUndefined();
	});

	it.each([true, 'true', 'no', 0])('in doubt say that the document is adopted (%p)', (value) => {
		expect(marksOf({ ...written, n8n_sync_adopted: value })?.adopted).toBe(true);
	});

	it('change a key of a source in its place and leave the same key of another source', () => {
		const changed = withEntry(read, { source: 'wf', key: 'a.md', version: 'v9' });
		expect(changed.entries.map(({ version }) => version)).toEqual(['v9', 'v2']);
		const added = withEntry(read, { source: 'wf', key: 'b.md', version: '' });
		expect(added.entries).toHaveLength(3);
		expect(withoutKeys(added, 'wf', ['a.md', 'b.md']).entries).toEqual([read.entries[1]]);
	});

	it('leave an adopted document to its owner when the last key goes, with empty lists', () => {
		const left = withoutKeys({ ...read, adopted: true }, 'wf', ['a.md']);
		const none = withoutKeys(left, 'other', ['b.md']);
		expect(isLeft(none)).toBe(false);
		expect(isLeft({ ...none, adopted: false })).toBe(true);
		expect(attributesFor(none)).toEqual({
			n8n_sync_source: [],
			n8n_sync_keys: [],
			n8n_sync_version: [],
			n8n_sync_sha256: sha256,
			n8n_sync_adopted: true,
		});
		expect(marksOf(attributesFor(none))).toEqual(none);
	});
});

describe('the PATCH of a document', () => {
	const document = {
		id: 'd1',
		name: 'a.md',
		process_status: 'done',
		attributes: { department: 'sales', year: 2025, ...written },
		expires_at: '2027-01-01T00:00:00.123456',
	};

	it('holds all attributes, so that it does not matter whether it replaces or merges them', () => {
		const { attributes } = patchOf(document, { attributes: { year: 2026 } }, undefined);
		expect(attributes).toEqual({ department: 'sales', year: 2026, ...written });
	});

	it('has no attributes when only the name changes', () => {
		expect(patchOf(document, { name: 'b.md' }, undefined)).toEqual({ name: 'b.md' });
	});

	it('is not needed when the API writes the same point in time in another way', () => {
		const wanted = { name: 'a.md', expiresAt: '2027-01-01T00:00:00.000Z' };
		expect(missingIn(document, wanted)).toEqual({});
		expect(missingIn(document, { expiresAt: '2027-01-01T01:00:00.000Z' })).toEqual({
			expiresAt: '2027-01-01T01:00:00.000Z',
		});
	});

	it('leaves attributes that nobody asks for', () => {
		expect(missingIn(document, { attributes: { department: 'sales' } })).toEqual({});
		expect(missingIn(document, { attributes: { department: 'sales', tags: ['x'] } })).toEqual({
			attributes: { tags: ['x'] },
		});
	});
});
