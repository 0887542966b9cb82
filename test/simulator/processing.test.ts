import { describe, expect, test } from '@jest/globals';

import type { Document } from '../../simulator/libraries/document';
import { smallPdf } from './smallPdf';
import { documentsPath, newLibrary, upload } from './uploads';
import { useSimulator, type Session } from './useSimulator';

const session = useSimulator();

const pathOf = ({ library_id, id }: Document) => `${documentsPath(library_id)}/${id}`;

async function uploaded(name: string, content?: string | Buffer, type?: string, at = session) {
	return pathOf((await upload(at, newLibrary(at).id, name, content, type)).body);
}

interface Status {
	process_status: string;
	processing_status: string;
}

async function status(path: string, { call }: Session = session): Promise<string> {
	return (await call<Status>('GET', `${path}/status`)).body.process_status;
}

const statuses = async (path: string) => [
	await status(path),
	await status(path),
	await status(path),
];

describe('a document is processed', () => {
	test('by the second look at it', async () => {
		const path = await uploaded('a.txt', 'One two.\nThree.');
		const before = await session.call<Status>('GET', `${path}/status`);
		expect(before.body).toMatchObject({
			process_status: 'in_progress',
			processing_status: 'Running',
		});
		const after = await session.call('GET', path);
		expect(after.body).toMatchObject({
			process_status: 'done',
			processing_status: 'Completed',
			number_of_pages: 1,
			summary: 'One two.',
			tokens_processing_main_content: 3,
			tokens_processing_summary: 2,
			tokens_processing_total: 5,
			last_processed_at: expect.any(String),
		});
	});

	test('while its list is looked at', async () => {
		const { id } = newLibrary(session);
		await upload(session, id, 'a.txt');
		const looked: string[] = [];
		for (let looks = 0; looks < 2; looks++) {
			const { body } = await session.call<{ data: Status[] }>('GET', documentsPath(id));
			looked.push(...body.data.map(({ process_status }) => process_status));
		}
		expect(looked).toEqual(['in_progress', 'done']);
	});

	test('anew when asked for', async () => {
		const path = await uploaded('a.txt');
		expect(await statuses(path)).toEqual(['in_progress', 'done', 'done']);
		expect((await session.call('POST', `${path}/reprocess`)).status).toBe(204);
		expect(await statuses(path)).toEqual(['in_progress', 'done', 'done']);
	});

	test.each([
		['report.error.pdf', ['in_progress', 'error', 'error']],
		['report.waiting.txt', Array(3).fill('waiting_for_capacity')],
		['report.missing', ['missing_content', 'done', 'done']],
	])('as its name says: %s', async (name, expected) => {
		expect(await statuses(await uploaded(name))).toEqual(expected);
	});

	test('as planned for its name, the next time too', async () => {
		const { processing } = session.simulator.state.libraries;
		processing.plan('a.txt', { end: 'error' });
		const path = await uploaded('a.txt');
		expect(await statuses(path)).toEqual(['in_progress', 'error', 'error']);
		processing.plan('a.txt', { end: 'noop', time: 0 });
		await session.call('POST', `${path}/reprocess`);
		expect(await status(path)).toBe('noop');
	});

	test('as planned for it alone', async () => {
		const { libraries } = session.simulator.state;
		const { id } = newLibrary(session);
		const document = libraries.addDocument(id, { name: 'a.txt', text: 'x' });
		libraries.documents(id).reprocess(document.id, { meanwhile: 'missing_content', time: 40 });
		const path = pathOf(document);
		const before = performance.now();
		while ((await status(path)) === 'missing_content') {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(await status(path)).toBe('done');
		expect(performance.now() - before).toBeGreaterThan(20);
	});
});

describe('processing that takes its time', () => {
	const slow = useSimulator({ processingTime: 300 });

	test('goes through its stages whether somebody looks or not', async () => {
		const path = await uploaded('a.txt', 'x', 'text/plain', slow);
		expect([await status(path, slow), await status(path, slow)]).toEqual(['todo', 'todo']);
		const seen = new Set<string>();
		const before = performance.now();
		while (!seen.has('done')) seen.add(await status(path, slow));
		expect([...seen]).toEqual(['todo', 'in_progress', 'done']);
		expect(performance.now() - before).toBeGreaterThan(200);
	});
});

describe('the text of a document', () => {
	const text = async (path: string, query = '') => {
		await statuses(path);
		return (await session.call<{ text: string }>('GET', `${path}/text_content${query}`)).body.text;
	};

	test.each<[string, string | Buffer, string, string]>([
		['a.txt', 'Plain\ntext ü', 'text/plain', 'Plain\ntext ü'],
		['a.json', '{"a":1}', 'application/octet-stream', '{"a":1}'],
		['a', 'a,b', 'text/csv', 'a,b'],
		['a.png', 'no text', 'image/png', ''],
		[
			'a.pdf',
			smallPdf('Hello (you)', 'Second page'),
			'application/pdf',
			'Hello (you)\nSecond page',
		],
		['b.pdf', 'no PDF', 'application/pdf', ''],
	])('of %s is what is in it', async (name, content, type, expected) => {
		expect(await text(await uploaded(name, content, type))).toBe(expected);
	});

	test('may be had page by page', async () => {
		const path = await uploaded('a.pdf', smallPdf('One', 'Two', 'Three'), 'application/pdf');
		expect(await text(path, '?page_start=1')).toBe('Two\nThree');
		expect(await text(path, '?page_start=1&page_end=1')).toBe('Two');
		expect(await text(path, '?page_end=0')).toBe('One');
		expect((await session.call('GET', path)).body).toMatchObject({ number_of_pages: 3 });
		const bad = await session.call('GET', `${path}/text_content?page_start=x`);
		expect(bad.status).toBe(422);
	});

	test('is not there before it is processed, or when that failed', async () => {
		for (const path of [await uploaded('a.txt'), await uploaded('a.error.txt')]) {
			expect((await session.call('GET', `${path}/text_content`)).status).toBe(404);
		}
	});
});
