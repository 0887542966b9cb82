import { rmSync, truncateSync } from 'node:fs';
import type { Readable } from 'node:stream';

import { describe, expect, it, jest } from '@jest/globals';
import { Container } from '@n8n/di';
import FormData from 'form-data';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { documentsPath, newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { inMemory, onDisk, pathOf } from './files';
import { credentialFor, runLibraries } from './workflow';

const session = useSimulator();
const noBoundary = (body: string, type: unknown) => {
	const [, boundary = ''] = /boundary=(.+)$/.exec(String(type)) ?? [];
	return body.replaceAll(boundary, 'BOUNDARY');
};

const upload = (
	libraryId: string,
	files: IBinaryData[],
	{ onError, signal, items, ...parameters }: IDataObject = {},
) =>
	runLibraries(
		credentialFor(session.simulator),
		{
			resource: 'document',
			operation: 'upload',
			libraryId: { __rl: true, mode: 'id', value: libraryId },
			...parameters,
		} as never,
		{ binaries: files.map((data) => ({ data })), onError, signal, items } as never,
	);
const documentsIn = (libraryId: string) =>
	session.simulator.state.libraries.documents(libraryId).list();
const statuses = () =>
	session.simulator.requests.map(({ method, status }) => `${method} ${status}`);

describe('the body of an upload', () => {
	const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256));

	it.each([
		['report.pdf', 'application/pdf'],
		['Straße – 文書 😀 (1).pdf', 'application/pdf'],
		["it's; a=b & 100%.csv", 'text/csv'],
		['no extension', 'application/octet-stream'],
		['say "hi".txt', 'text/plain'],
		['back\\slash.txt', 'text/plain'],
		['two\r\nlines.txt', 'text/plain'],
	])('is byte for byte that of form-data, apart from the boundary: %j', async (name, type) => {
		const { id } = newLibrary(session);
		for (const file of [inMemory(bytes, name, type), await onDisk(bytes, name, type)]) {
			await upload(id, [file]);
			const [{ headers, rawBody, body, status } = {}] = session.simulator.requests.splice(0);
			const reference = new FormData();
			reference.append('file', bytes, { filename: name, contentType: type });
			expect(noBoundary(rawBody?.toString('latin1') ?? '', headers?.['content-type'])).toBe(
				noBoundary(
					reference.getBuffer().toString('latin1'),
					reference.getHeaders()['content-type'],
				),
			);
			expect(headers?.['content-length']).toBe(String(rawBody?.length));
			expect(headers).not.toHaveProperty('transfer-encoding');
			expect(body).toMatchObject({ mimeType: type, size: bytes.length });
			expect([200, 201]).toContain(status);
		}
	});

	it.each(['report.pdf', 'Straße – 文書 😀 (1).pdf', "it's; a=b & 100%.csv"])(
		'brings the name exactly: %s',
		async (name) => {
			const { id } = newLibrary(session);
			await upload(id, [inMemory('x', name)]);
			expect(session.simulator.requests).toMatchObject([{ body: { fileName: name } }]);
		},
	);

	// They are escaped, which servers do not undo.
	it.each(['say "hi".txt', 'back\\slash.txt', 'two\nlines.txt', 'two\r\nlines.txt'])(
		'cannot hold every name, so a PATCH sets it: %j',
		async (name) => {
			const { id } = newLibrary(session);
			const { outputs } = await upload(id, [inMemory('x', name)]);
			expect(outputs[0]).toMatchObject([{ name, created: true }]);
			expect(documentsIn(id).map((document) => document.name)).toEqual([name]);
			expect(statuses()).toEqual(['POST 201', 'PATCH 200']);
		},
	);

	it('is the text of a parameter', async () => {
		const { id } = newLibrary(session);
		const text = 'Grüße\n\r\n"文" 😀';
		const { outputs } = await upload(id, [], { inputType: 'text', text, fileName: 'Grüße.md' });
		expect(outputs[0]).toMatchObject([
			{ name: 'Grüße.md', mime_type: 'text/plain', created: true },
		]);
		const { libraries } = session.simulator.state;
		const [document] = documentsIn(id);
		expect(document && libraries.documents(id).bytesOf(document)?.toString()).toBe(text);
	});

	it('is refused before it is sent when there is nothing in it', async () => {
		const { id } = newLibrary(session);
		const files = [inMemory('', 'empty.txt'), await onDisk('', 'nothing.txt'), inMemory('x')];
		const { outputs } = await upload(id, files, { onError: 'continueRegularOutput' });
		expect(outputs[0]).toMatchObject([
			{ error: 'The file "empty.txt" is empty (0 bytes)' },
			{ error: 'The file "nothing.txt" is empty (0 bytes)' },
			{ name: 'a.txt' },
		]);
		expect(statuses()).toEqual(['POST 201']);
	});

	it('is refused before it is sent when there is no such file', async () => {
		const { id } = newLibrary(session);
		const { error } = await upload(id, [inMemory('x')], { binaryPropertyName: 'other' });
		expect(error?.message).toContain("The item has no binary field 'other'");
		const none = await upload(id, []);
		expect(none.error?.message).toContain("a binary file 'data', but none was found");
		expect(statuses()).toEqual([]);
	});

	it('is not sent again when the file cannot be read', async () => {
		const { id } = newLibrary(session);
		const file = await onDisk('soon gone', 'gone.txt');
		rmSync(pathOf(file));
		const { error } = await upload(id, [file]);
		expect(error?.message).toBe('The file "gone.txt" could not be read: File not found');
		const shorter = await onDisk('complete', 'short.txt');
		truncateSync(pathOf(shorter), 3);
		const { error: cut } = await upload(id, [shorter]);
		expect(cut?.message).toContain('"short.txt" could not be read: it is not 8 bytes long');
		expect(session.simulator.requests.length).toBeLessThan(3);
		expect(documentsIn(id)).toEqual([]);
	});
});

describe('an upload', () => {
	const file = inMemory('The zebra has stripes.', 'zebra.md', 'text/markdown');

	it('sets attributes and expiry afterwards', async () => {
		const { id } = newLibrary(session);
		const { outputs } = await upload(id, [file], {
			options: { attributes: { year: 2026 }, expiresAt: '2999-01-01T00:00:00Z', fileName: 'z.md' },
		});
		expect(outputs[0]).toMatchObject([
			{
				name: 'z.md',
				attributes: { year: 2026 },
				expires_at: '2999-01-01T00:00:00.000Z',
				created: true,
			},
		]);
		expect(statuses()).toEqual(['POST 201', 'PATCH 200']);
	});

	it('that would be deleted at once is refused, and an update that would delete', async () => {
		const { id } = newLibrary(session);
		const options = { expiresAt: '2020-01-01' };
		const { error } = await upload(id, [file], { options });
		expect(error?.message).toBe(
			'The parameter "Options > Expires At" is in the past: 2020-01-01T05:00:00.000Z [item 0]',
		);
		const updated = await upload(id, [file], {
			operation: 'update',
			documentId: { __rl: true, mode: 'id', value: 'x' },
			options,
		});
		expect(updated.error?.message).toContain('is in the past');
		expect(statuses()).toEqual([]);
	});

	it('leaves a document that is there already as it is, unless that is wanted', async () => {
		const { id } = newLibrary(session);
		await upload(id, [file], { options: { attributes: { year: 2025, kind: 'animal' } } });
		session.simulator.requests.length = 0;
		const options = { fileName: 'other.md', attributes: { year: 2026 } };
		const left = await upload(id, [file], { options });
		expect(left.outputs[0]).toMatchObject([
			{ name: 'zebra.md', attributes: { year: 2025 }, created: false },
		]);
		expect(statuses()).toEqual(['POST 200']);
		const changed = await upload(id, [file], { options: { ...options, updateExisting: true } });
		expect(changed.outputs[0]).toMatchObject([
			{ name: 'other.md', attributes: { year: 2026, kind: 'animal' }, created: false },
		]);
		expect(documentsIn(id)).toHaveLength(1);
	});

	it('that is done, but not the rest of it, says so with the id', async () => {
		const { id } = newLibrary(session);
		const refusal = { detail: [{ loc: ['body', 'attributes'], msg: 'No' }] };
		const add = () => session.simulator.faults.add({ method: 'PATCH', status: 422, body: refusal });
		add();
		const options = { attributes: { a: [[1]] } };
		const { error } = await upload(id, [file], { options });
		const [{ id: documentId = '' } = {}] = documentsIn(id);
		const known = `The document "zebra.md" is uploaded (ID ${documentId}), but the rest failed.`;
		expect(error?.message).toBe(`${known} attributes: No`);
		expect(error?.description).toContain(known);
		expect(error?.description).toContain('Change the fields that the message names.');
		add();
		const again = await upload(id, [file], {
			options: { ...options, updateExisting: true },
			onError: 'continueRegularOutput',
		});
		expect(again.outputs[0]).toEqual([
			{ error: expect.stringContaining(documentId), httpCode: '422', documentId },
		]);
	});

	it.each([
		['attributes', { attributes: { year: 2026 } }],
		['expiry', { expiresAt: '2999-01-01T00:00:00Z' }],
	])('whose %s were lost is not green when it is run again', async (lost, options) => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ method: 'PATCH', status: 422 });
		const first = await upload(id, [file], { options });
		expect(first.error?.description).toContain('With Update Existing another run does the rest.');
		const again = await upload(id, [file], { options, onError: 'continueRegularOutput' });
		const [{ id: documentId = '' } = {}] = documentsIn(id);
		expect(again.outputs[0]).toEqual([
			{
				error: `The document "zebra.md" is in the library already (ID ${documentId}), without the ${lost} that it is to have`,
				documentId,
			},
		]);
		const kept = await upload(id, [file], { options: { ...options, updateExisting: false } });
		expect(kept.error).toBeUndefined();
		const done = await upload(id, [file], { options: { ...options, updateExisting: true } });
		expect(done.outputs[0]).toMatchObject([{ created: false }]);
		expect((await upload(id, [file], { options })).error).toBeUndefined();
	});

	it('of the same content as another one of the run waits for what belongs to that', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ method: 'PATCH', latency: 1000 });
		const options = { attributes: { year: 2026 } };
		const { outputs, error } = await upload(id, [file, file], { options });
		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ created }) => created).sort()).toEqual([false, true]);
		for (const { attributes } of outputs[0] ?? []) expect(attributes).toEqual({ year: 2026 });
	});

	it('that was throttled does not claim what another item has uploaded', async () => {
		const { id } = newLibrary(session);
		const { faults } = session.simulator;
		faults.add({ method: 'POST', skip: 1, status: 429, headers: { 'retry-after': '1' } });
		const other = inMemory('The zebra has stripes.', 'other "name".md', 'text/markdown');
		const { outputs, error } = await upload(id, [file, other], {
			options: { maxConcurrency: 2 },
		});
		expect(error).toBeUndefined();
		// Whichever of them came first, the document is its own and keeps its name.
		const [made, ...others] = (outputs[0] ?? []).filter(({ created }) => created);
		expect(others).toEqual([]);
		expect(made).toMatchObject({ name: outputs[0]?.[0]?.created ? 'zebra.md' : 'other "name".md' });
		expect(documentsIn(id).map(({ name }) => name)).toEqual([made?.name]);
		expect(
			statuses()
				.filter((one) => one.startsWith('POST'))
				.sort(),
		).toEqual(['POST 200', 'POST 201', 'POST 429']);
	});

	it('is sent again, whole, when it was cut, throttled or failed on the way', async () => {
		const { id } = newLibrary(session);
		const large = Buffer.alloc(3 * 1024 * 1024, 'abc');
		const { faults, requests } = session.simulator;
		faults.add({ cutUploadAfter: 1024 * 1024 });
		faults.add({ method: 'POST', status: 429, headers: { 'retry-after': '0' } });
		faults.add({ method: 'POST', status: 500 });
		const { outputs, error } = await upload(id, [await onDisk(large, 'large.bin')]);
		expect(error).toBeUndefined();
		expect(outputs[0]).toMatchObject([{ size: large.length, created: true }]);
		expect(requests.map(({ status }) => status)).toEqual([undefined, 429, 500, 201]);
	});

	it('whose answer is lost knows its document when it finds it there', async () => {
		const { id } = newLibrary(session);
		const options = { attributes: { year: 2026 } };
		session.simulator.faults.add({ method: 'POST', disconnect: 'before-answer' });
		const { outputs } = await upload(id, [file], { options });
		expect(outputs[0]).toMatchObject([{ attributes: { year: 2026 }, created: true }]);
		expect(documentsIn(id)).toHaveLength(1);
		await new Promise((resolve) => setTimeout(resolve, 2500));
		session.simulator.faults.add({ method: 'POST', disconnect: 'before-answer' });
		const again = await upload(id, [file], { options: { attributes: { year: 2030 } } });
		expect(again.outputs[0]).toMatchObject([{ attributes: { year: 2026 }, created: false }]);
	});

	it('that reaches no server leaves no file open', async () => {
		const service = Container.get(BinaryDataService);
		const opening = jest.spyOn(service, 'getAsStream');
		const files = await Promise.all(
			Array.from(
				{ length: 10 },
				async (_, index) => await onDisk(Buffer.alloc(5_000_000), `${index}`),
			),
		);
		const { outputs } = await runLibraries(
			{ ...credentialFor(session.simulator), baseUrl: 'http://127.0.0.1:9' },
			{
				resource: 'document',
				operation: 'upload',
				libraryId: { __rl: true, mode: 'id', value: 'x' },
				options: { maxRetries: 1 },
			},
			{ binaries: files.map((data) => ({ data })), onError: 'continueRegularOutput' },
		);
		expect(outputs[0]?.map(({ httpCode }) => httpCode)).toEqual(Array(10).fill('ECONNREFUSED'));
		const streams = await Promise.all(opening.mock.results.map(({ value }) => value as Readable));
		opening.mockRestore();
		expect(streams.length).toBeGreaterThan(0);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(streams.filter(({ closed }) => !closed)).toEqual([]);
	});

	it('ends when it is refused before it has been read', async () => {
		const { id } = newLibrary(session);
		const { error } = await runLibraries(
			{ ...credentialFor(session.simulator), apiKey: 'wrong' },
			{
				resource: 'document',
				operation: 'upload',
				libraryId: { __rl: true, mode: 'id', value: id },
			},
			{ binaries: [{ data: await onDisk(Buffer.alloc(30_000_000), 'large.bin') }] },
		);
		// The server closes the connection after its answer, which then may be lost on the way.
		expect(error?.message).toMatch(/^Invalid API Key$|the connection (broke|was closed)/);
		expect(new Set(statuses())).toEqual(new Set(['POST 401']));
	});

	it('is given up after as many retries as the user says', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ path: documentsPath(id), status: 503, times: Infinity });
		const { error } = await upload(id, [file], { options: { maxRetries: 1 } });
		expect(error?.httpCode).toBe('503');
		expect(session.simulator.requests).toHaveLength(2);
	});

	it('may take longer than other requests, but not than the user allows', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ method: 'POST', latency: 2000 });
		const { error } = await upload(id, [file], { options: { timeout: 300, maxRetries: 0 } });
		expect(error?.message).toContain('within the timeout');
	});

	it('warns of a file that Mistral may refuse', async () => {
		const { id } = newLibrary(session);
		const large = await onDisk(Buffer.alloc(101_000_000), 'large.bin');
		const { run, outputs, error } = await upload(id, [large]);
		expect(error).toBeUndefined();
		expect(outputs[0]).toMatchObject([{ size: 101_000_000 }]);
		const [task] = run.data.resultData.runData.Mistral ?? [];
		expect(task?.hints).toMatchObject([
			{ message: expect.stringContaining('"large.bin" has 101 MB'), type: 'warning' },
		]);
	});

	it('stops when the user cancels', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ method: 'POST', latency: 10_000, times: Infinity });
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(), 300);
		const files = Array.from({ length: 20 }, (_, index) => inMemory(`${index}`));
		const { run } = await upload(id, files, { signal: cancel.signal as never });
		expect(run.status).toBe('canceled');
		expect(session.simulator.requests).toHaveLength(5);
	});
});

it('200 uploads with failing, throttled and cut ones are there once each', async () => {
	const { id } = newLibrary(session);
	const { faults, requests } = session.simulator;
	const path = documentsPath(id);
	faults.add({ path, cutUploadAfter: 20_000, times: 2 });
	faults.add({ path, status: 429, headers: { 'retry-after': '1' }, times: 3 });
	faults.add({ path, status: 500, times: 5 });
	faults.add({ path, disconnect: 'before-answer', times: 2 });
	const files = await Promise.all(
		Array.from({ length: 200 }, async (_, index) => {
			const content = `Document ${index} `.repeat(3000);
			const name = `document ${index}.txt`;
			return index % 2 ? inMemory(content, name) : await onDisk(content, name);
		}),
	);
	const { outputs, pairs, error } = await upload(id, files, { options: { maxConcurrency: 10 } });
	expect(error).toBeUndefined();
	expect(requests).toHaveLength(212);
	const names = files.map(({ fileName }) => fileName);
	expect(outputs[0]?.map(({ name }) => name)).toEqual(names);
	expect(pairs).toEqual(files.map((_, index) => index));
	expect(
		documentsIn(id)
			.map(({ name }) => name)
			.sort(),
	).toEqual([...names].sort());
});
