import { createHash } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import type { Document } from '../../simulator/libraries/document';
import { documentsPath, newLibrary, upload, uploadRaw } from './uploads';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call } = session;
const library = () => newLibrary(session).id;
const pathOf = ({ library_id, id }: Document) => `${documentsPath(library_id)}/${id}`;
const unknownId = '00000000-0000-4000-8000-000000000000';

interface Documents {
	data: Document[];
	pagination: object;
}

describe('an upload', () => {
	test('is answered with the document that is to be processed', async () => {
		const id = library();
		const { status, body } = await upload(session, id, 'Notes.TXT', 'Some notes', 'text/plain');
		expect(status).toBe(201);
		expect(body).toMatchObject({
			library_id: id,
			name: 'Notes.TXT',
			extension: 'txt',
			mime_type: 'text/plain',
			size: 10,
			process_status: 'todo',
			processing_status: 'Running',
			tokens_processing_total: 0,
			summary: null,
			number_of_pages: null,
			attributes: null,
			expires_at: null,
		});
	});

	test('of the same bytes gives the document that the library has, whatever the name', async () => {
		const id = library();
		const first = await upload(session, id, 'a.txt', 'same');
		const again = await upload(session, id, 'b.txt', 'same');
		expect(again).toMatchObject({ status: 200, body: { id: first.body.id, name: 'a.txt' } });
		expect((await upload(session, library(), 'a.txt', 'same')).status).toBe(201);
		await call('DELETE', pathOf(first.body));
		expect((await upload(session, id, 'b.txt', 'same')).status).toBe(201);
	});

	test.each(['Übersicht – 日本語 🎉.md', "it's (1) 100%.txt", 'no extension'])(
		'keeps the name %s',
		async (name) => {
			expect((await upload(session, library(), name)).body).toMatchObject({ name });
		},
	);

	test.each([
		['filename="Übersicht.txt"', 'Übersicht.txt'],
		["filename*=UTF-8''%C3%9Cbersicht%20%E2%82%AC.txt", 'Übersicht €.txt'],
		['filename="a \\"b\\".txt"', 'a "b".txt'],
		['filename="folder/a.txt"', 'folder/a.txt'],
	])('reads the name from %s', async (parameter, name) => {
		const { status, body } = await uploadRaw(
			session,
			library(),
			'--edge',
			`Content-Disposition: form-data; name="file"; ${parameter}`,
			'Content-Type: text/x-notes; charset=utf-8',
			'',
			'text',
			'--edge--',
			'',
		);
		expect([status, body.name, body.mime_type]).toEqual([201, name, 'text/x-notes']);
	});

	test('is logged as what it is, with its raw bytes and headers', async () => {
		const id = library();
		const parts = ['--edge', 'Content-Disposition: form-data; name="file"; filename="a.bin"'];
		const lines = [...parts, 'Content-Type: application/octet-stream', '', '\0\r\n--', '--edge--'];
		await uploadRaw(session, id, ...lines);
		const sha256 = createHash('sha256').update('\0\r\n--').digest('hex');
		expect(session.simulator.requests).toMatchObject([
			{
				method: 'POST',
				path: documentsPath(id),
				headers: { 'content-type': 'multipart/form-data; boundary=edge' },
				body: { fileName: 'a.bin', mimeType: 'application/octet-stream', size: 5, sha256 },
				rawBody: Buffer.from(lines.join('\r\n')),
				status: 201,
			},
		]);
	});

	test('of many megabytes is counted and hashed, without a raw body in the log', async () => {
		const content = Buffer.alloc(30 * 1024 * 1024, 'large ');
		const { body } = await upload(session, library(), 'large.txt', content);
		expect(body.size).toBe(content.length);
		const [logged] = session.simulator.requests;
		const sha256 = createHash('sha256').update(content).digest('hex');
		expect(logged?.body).toMatchObject({ size: content.length, sha256 });
		expect(logged?.rawBody).toBeUndefined();
	});

	const field = 'Content-Disposition: form-data; name=';
	test.each<[string, string[], object]>([
		['without the part', ['--edge', `${field}"other"; filename="a"`, '', 'x'], { type: 'missing' }],
		['of a part without file name', ['--edge', `${field}"file"`, '', 'x'], { type: 'missing' }],
		['of an empty file', ['--edge', `${field}"file"; filename="a"`, '', ''], { input: 'a' }],
	])('%s is a 422', async (_, lines, problem) => {
		const reply = await uploadRaw(session, library(), ...lines, '--edge--', '');
		expect(reply).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['body', 'file'], ...problem }] },
		});
	});

	test('that is no form at all is refused', async () => {
		const id = library();
		expect((await call('POST', documentsPath(id), { file: 'x' })).status).toBe(422);
		expect((await uploadRaw(session, id, '--edge', 'broken')).status).toBe(400);
		expect((await upload(session, unknownId, 'a.txt')).status).toBe(404);
		expect((await upload(session, 'lib_1', 'a.txt')).status).toBe(422);
	});
});

describe('a document', () => {
	const document = async (name = 'a.txt', content = 'One. Two.') =>
		(await upload(session, library(), name, content)).body;

	test('is changed; new attributes take the place of all old ones', async () => {
		const path = pathOf(await document());
		const expires_at = '2999-01-01T00:00:00.000Z';
		const first = { name: 'b.txt', attributes: { a: 1, tags: ['x', 'y'] }, expires_at };
		expect((await call('PATCH', path, first)).body).toMatchObject(first);
		const second = { attributes: { b: true } };
		expect((await call<Document>('PATCH', path, second)).body.attributes).toEqual({ b: true });
		const third = await call('PUT', path, { name: 'c.txt' });
		expect(third.body).toMatchObject({ name: 'c.txt', attributes: { b: true }, expires_at });
		const none = { attributes: null, expires_at: null };
		expect((await call('PATCH', path, none)).body).toMatchObject(none);
	});

	test.each([
		[{ name: null }, 'name'],
		[{ attributes: 'x' }, 'attributes'],
		[{ attributes: { a: { b: 1 } } }, 'attributes'],
		[{ attributes: { a: null } }, 'attributes'],
		[{ expires_at: 'tomorrow' }, 'expires_at'],
	])('is not changed to %j', async (body, field) => {
		const reply = await call<{ detail: { loc: string[] }[] }>(
			'PATCH',
			pathOf(await document()),
			body,
		);
		expect([reply.status, reply.body.detail[0]?.loc[1]]).toEqual([422, field]);
	});

	test('is gone when it was deleted or has expired', async () => {
		const kept = await document();
		expect((await call('DELETE', pathOf(kept))).status).toBe(204);
		for (const method of ['GET', 'DELETE']) {
			expect((await call(method, pathOf(kept))).status).toBe(404);
		}
		const expired = await document();
		await call('PATCH', pathOf(expired), { expires_at: '2020-01-01T00:00:00Z' });
		expect((await call('GET', pathOf(expired))).status).toBe(404);
	});

	test('belongs to its library only', async () => {
		const { id } = await document();
		expect((await call('GET', `${documentsPath(library())}/${id}`)).status).toBe(404);
		const reply = await call('GET', `${documentsPath('lib_1')}/doc_1`);
		expect(reply).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['path', 'library_id'] }, { loc: ['path', 'document_id'] }] },
		});
	});

	test('is seeded without a request', async () => {
		const id = library();
		const { libraries } = session.simulator.state;
		const seeded = libraries.addDocument(id, {
			name: 'seeded.md',
			text: 'Text',
			attributes: { key: 'a' },
			course: { end: 'error', time: 0 },
		});
		expect(seeded).toMatchObject({ process_status: 'error', attributes: { key: 'a' } });
		const { text, ...done } = { name: 'done.txt', text: 'Other' };
		expect(libraries.addDocument(id, { ...done, text })).toMatchObject({
			...done,
			process_status: 'done',
			processing_status: 'Completed',
			size: text.length,
			attributes: null,
		});
	});
});

describe('the list of documents', () => {
	const names = async (id: string, query = '') => {
		const { body } = await call<Documents>('GET', documentsPath(id) + query);
		return body.data.map(({ name }) => name);
	};
	const filled = () => {
		const id = library();
		const { libraries } = session.simulator.state;
		for (const name of ['b.txt', 'a.txt', 'Ccc.md']) {
			libraries.addDocument(id, { name, text: name });
		}
		return id;
	};

	test('is sorted by the time of upload, newest first, unless told otherwise', async () => {
		const id = filled();
		expect(await names(id)).toEqual(['Ccc.md', 'a.txt', 'b.txt']);
		expect(await names(id, '?sort_order=asc')).toEqual(['b.txt', 'a.txt', 'Ccc.md']);
		expect(await names(id, '?sort_by=name&sort_order=asc')).toEqual(['Ccc.md', 'a.txt', 'b.txt']);
		expect(await names(id, '?sort_by=size')).toEqual(['Ccc.md', 'a.txt', 'b.txt']);
		expect((await call('GET', `${documentsPath(id)}?sort_by=x`)).status).toBe(422);
		expect((await call('GET', `${documentsPath(id)}?sort_order=up`)).status).toBe(422);
	});

	test('is searched by name and read page by page', async () => {
		const id = filled();
		expect(await names(id, '?search=TXT&page_size=1&page=1')).toEqual(['b.txt']);
		const { body } = await call<Documents>('GET', `${documentsPath(id)}?page_size=2`);
		expect(body.pagination).toEqual({
			total_items: 3,
			total_pages: 2,
			current_page: 0,
			page_size: 2,
			has_more: true,
		});
		expect(Object.keys(body).sort()).toEqual(['data', 'pagination']);
		expect((await call('GET', `${documentsPath(id)}?page_size=101`)).status).toBe(422);
	});
});
