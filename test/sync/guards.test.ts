import { describe, expect, it } from '@jest/globals';

import {
	type Deletes,
	isEmptyListing,
	type ListedItem,
	reasonToWithhold,
	refusalOf,
} from '../../nodes/MistralLibraries/sync/guards';

const item = (key: string, rest: Partial<ListedItem> = {}) => ({ key, hasContent: true, ...rest });

describe('a run is refused before anything is written', () => {
	const refused: Array<[string, ListedItem[], number, RegExp]> = [
		['two items have one key', [item('p/a'), item('p/b'), item('p/a')], 2, /"p\/a": number 0/],
		['an item is outside the key prefix', [item('p/a'), item('q/a')], 1, /"q\/a".*"p\/"/],
		['a key has no content', [item('p/a'), item('p/b', { hasContent: false })], 1, /"p\/b"/],
		['a content has no key', [item('')], 0, /no key/],
		[
			'one of several items has neither',
			[item('p/a'), item('', { hasContent: false })],
			1,
			/no key/,
		],
		[
			'an attribute has a name of ours',
			[item('p/a', { attributes: { n8n_sync_keys: [] } })],
			0,
			/"n8n_sync_keys"/,
		],
	];
	it.each(refused)('when %s', (_, items, itemIndex, message) => {
		const refusal = refusalOf(items, { source: 'wf', keyPrefix: 'p/' });
		expect(refusal).toMatchObject({ itemIndex, message: expect.stringMatching(message) });
		expect(refusal?.description).not.toBe('');
	});

	it('when the source has no name', () => {
		expect(refusalOf([item('a')], { source: '' })?.message).toMatch(/"Source" is empty/);
	});

	it('but not when all is well, nor when the listing is empty', () => {
		expect(refusalOf([item('a'), item('b')], { source: 'wf' })).toBeUndefined();
		const empty = [item('', { hasContent: false })];
		expect(refusalOf(empty, { source: 'wf', keyPrefix: 'p/' })).toBeUndefined();
		expect(isEmptyListing(empty)).toBe(true);
		expect(isEmptyListing([item('a')])).toBe(false);
	});
});

describe('deletes', () => {
	const deletes = (changes: Partial<Deletes> = {}) => ({
		total: 3,
		gone: 3,
		before: 12,
		isEmptyListing: false,
		...changes,
	});
	const limit = { maxDeletePercent: 25 };

	it('are done up to the limit and withheld over it', () => {
		expect(reasonToWithhold(deletes(), limit, 0)).toBeUndefined();
		expect(reasonToWithhold(deletes({ before: 11 }), limit, 0)).toBe(
			'Nothing is deleted, as 3 of 11 documents would go, more than 25 %',
		);
	});

	it('are always done when a single one is gone', () => {
		const single = deletes({ total: 1, gone: 1, before: 1 });
		expect(reasonToWithhold(single, { maxDeletePercent: 0 }, 0)).toBeUndefined();
	});

	it('of replaced contents do not count', () => {
		const replaced = deletes({ total: 12, gone: 1 });
		expect(reasonToWithhold(replaced, limit, 0)).toBeUndefined();
	});

	it('are withheld when the listing is empty, even a single one, unless the limit is 100', () => {
		const empty = deletes({ total: 1, gone: 1, isEmptyListing: true });
		expect(reasonToWithhold(empty, { maxDeletePercent: 99 }, 0)).toMatch(/empty/);
		expect(reasonToWithhold(empty, { maxDeletePercent: 100 }, 0)).toBeUndefined();
	});

	it('are done over the limit and for an empty listing when the plan was approved', () => {
		const approved = { maxDeletePercent: 0, isApproved: true };
		expect(reasonToWithhold(deletes({ isEmptyListing: true }), approved, 0)).toBeUndefined();
	});

	it('are withheld after anything has failed, whatever the limit and who has approved them', () => {
		const approved = { maxDeletePercent: 100, isApproved: true };
		expect(reasonToWithhold(deletes(), approved, 1)).toMatch(/1 document of this run/);
		expect(reasonToWithhold(deletes(), approved, 2)).toMatch(/2 documents of this run/);
	});

	it('that nobody wants need no reason', () => {
		const none = deletes({ total: 0, gone: 0, isEmptyListing: true });
		expect(reasonToWithhold(none, limit, 1)).toBeUndefined();
	});
});
