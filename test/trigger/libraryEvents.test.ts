import { describe, expect, it } from '@jest/globals';

import { type Known, newEvents } from '../../nodes/MistralLibraryTrigger/events';
import type { Document } from '../../nodes/shared/transport/entities';

const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, count)).toISOString();

/** A document added in a minute; processed in another one, or with a status. */
const document = (
	id: string,
	added: number,
	end: number | string = 'todo',
	status = 'done',
): Document => ({
	id,
	created_at: minute(added),
	process_status: typeof end === 'number' ? status : end,
	last_processed_at: typeof end === 'number' ? minute(end) : null,
});

/** Polls listings one after the other, as if n8n were restarted after each. */
function polls(...listings: Document[][]): string[][] {
	let before: Known | undefined;
	return listings.map((listing) => {
		const { found, known } = newEvents(listing, before);
		before = JSON.parse(JSON.stringify(known)) as Known;
		return found.map(({ event, document: { id } }) => `${event} ${id}`);
	});
}

describe('the events of a library', () => {
	it('begin after the first poll, each once', () => {
		const old = [document('a', 1, 2), document('b', 3, 'in_progress')];
		const now = [document('a', 1, 2), document('b', 3, 5), document('c', 4, 6)];
		expect(polls(old, now, now, now)).toEqual([
			[],
			['added c', 'processed b', 'processed c'],
			[],
			[],
		]);
	});

	it('tell documents of one time apart', () => {
		const [a, b, c] = ['a', 'b', 'c'].map((id) => document(id, 1, 2)) as [
			Document,
			Document,
			Document,
		];
		expect(polls([a], [a, b], [a, b, c], [a, b, c])).toEqual([
			[],
			['added b', 'processed b'],
			['added c', 'processed c'],
			[],
		]);
	});

	it('are those of a document that a shifting page has hidden, too, one poll later', () => {
		const [a, b, c] = [1, 2, 3].map((at) => document(`${at}`, at, at)) as [
			Document,
			Document,
			Document,
		];
		expect(polls([a], [a, c], [a, b, c], [a, b, c])).toEqual([
			[],
			['added 3', 'processed 3'],
			['added 2', 'processed 2'],
			[],
		]);
	});

	it('tell a failed processing, with a time and without', () => {
		const pending = [document('a', 1), document('b', 1)];
		const ended = [document('a', 1, 'error'), document('b', 1, 4, 'error')];
		const added = [...ended, document('c', 5, 'error')];
		expect(polls(pending, ended, added, added)).toEqual([
			[],
			['failed a', 'failed b'],
			['added c', 'failed c'],
			[],
		]);
	});

	it('tell each processing of a document, whether it was seen under way or not', () => {
		const before = document('a', 1, 2, 'error');
		expect(
			polls(
				[before],
				[document('a', 1, 'in_progress')],
				[document('a', 1, 5)],
				[document('a', 1, 7)],
				[document('a', 1, 7)],
			),
		).toEqual([[], [], ['processed a'], ['processed a'], []]);
	});

	it('do not come of a document that is deleted while it is processed', () => {
		const a = document('a', 1, 2);
		const pending = document('b', 2);
		expect(polls([a], [a, pending], [a], [a], [a])).toEqual([[], ['added b'], [], [], []]);
	});

	it('tell a document whose content stays missing as failed, once, and its later end', () => {
		const missing = document('a', 1, 'missing_content');
		expect(polls([], [missing], [missing], [missing], [document('a', 1, 9)])).toEqual([
			[],
			['added a'],
			['failed a'],
			[],
			['processed a'],
		]);
	});

	it('of 10,000 documents are kept in little room', () => {
		const many = Array.from({ length: 10_000 }, (_, index) => document(`d${index}`, index, index));
		const { known } = newEvents(many, undefined);
		expect(JSON.stringify(known).length).toBeLessThan(300);
	});
});
