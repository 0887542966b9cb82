import { describe, expect, test } from '@jest/globals';

import type { FileEntity } from '../../simulator/files/files';
import type { Reply } from './useSimulator';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call, start } = session;

const bytes = Buffer.from('%PDF-1.4 not much of one');

/** Uploads as browsers do. */
async function upload(
	content: Buffer = bytes,
	type = 'application/pdf',
	fields: Record<string, string> = { purpose: 'ocr' },
): Promise<Reply<FileEntity>> {
	const { url, apiKey } = session.simulator;
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	form.append('file', new Blob([new Uint8Array(content)], { type }), 'Plan.pdf');
	const headers = { authorization: `Bearer ${apiKey}` };
	const response = await fetch(`${url}/v1/files`, { method: 'POST', headers, body: form });
	const body = (await response.json()) as FileEntity;
	return { status: response.status, headers: response.headers, body };
}

async function uploadedUrl(expiry = 168): Promise<{ id: string; url: string }> {
	const { id } = (await upload()).body;
	const { body } = await call<{ url: string }>('GET', `/v1/files/${id}/url?expiry=${expiry}`);
	return { id, url: body.url };
}

const documentAt = (document_url: string) => [
	{
		role: 'user',
		content: [
			{ type: 'text', text: 'What is it?' },
			{ type: 'document_url', document_url, document_name: 'Plan.pdf' },
		],
	},
];

describe('an uploaded file', () => {
	test('is shown as the API describes it, and the log knows what came', async () => {
		const { status, body } = await upload();
		expect(status).toBe(200);
		expect(body).toMatchObject({
			object: 'file',
			filename: 'Plan.pdf',
			bytes: bytes.length,
			purpose: 'ocr',
			mimetype: 'application/pdf',
			source: 'upload',
		});
		expect((await call('GET', `/v1/files/${body.id}`)).body).toEqual({ ...body, deleted: false });
		expect(session.simulator.requests[0]?.body).toMatchObject({
			fileName: 'Plan.pdf',
			purpose: 'ocr',
			size: bytes.length,
		});
		expect(session.simulator.state.files.list()).toEqual([body]);
	});

	test('is given back byte by byte', async () => {
		const { id } = (await upload()).body;
		const reply = await call('GET', `/v1/files/${id}/content`);
		expect(reply.headers.get('content-type')).toMatch('application/octet-stream');
		expect(reply.body).toBe(bytes.toString());
	});

	test('has a signed URL that ends after the hours that were asked for', async () => {
		const { url } = await uploadedUrl(2);
		const response = await fetch(url);
		expect(response.headers.get('content-type')).toBe('application/pdf');
		expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
		const end = Date.parse(new URL(url).searchParams.get('se') ?? '');
		expect(Math.round((end - Date.now()) / 3_600_000)).toBe(2);
		const { id } = (await upload()).body;
		expect((await call('GET', `/v1/files/${id}/url?expiry=169`)).status).toBe(422);
		expect((await call('GET', `/v1/files/${id}/url`)).status).toBe(200);
	});

	test('is gone once it is deleted, and so is its URL', async () => {
		const { id, url } = await uploadedUrl();
		const deleted = { id, object: 'file', deleted: true };
		expect((await call('DELETE', `/v1/files/${id}`)).body).toEqual(deleted);
		expect((await call('DELETE', `/v1/files/${id}`)).status).toBe(404);
		expect((await call('GET', `/v1/files/${id}/content`)).status).toBe(404);
		expect((await fetch(url)).status).toBe(404);
	});

	test('is refused when it is empty, of a wrong type, or for another purpose', async () => {
		expect(await upload(Buffer.alloc(0))).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['body', 'file'] }] },
		});
		expect(await upload(bytes, 'text/plain')).toMatchObject({
			status: 422,
			body: {
				detail: 'Invalid file format.',
				message: expect.stringMatching(/^Received file with mimetype text\/plain, only applic/),
			},
		});
		expect((await upload(bytes, 'application/pdf', { purpose: 'batch' })).status).toBe(422);
		expect(session.simulator.state.files.list()).toEqual([]);
	});
});

describe('a document in a conversation', () => {
	test('is taken by the signed URL of an uploaded file', async () => {
		const { outputs } = await start(documentAt((await uploadedUrl()).url));
		expect(outputs).toMatchObject([{ content: expect.stringContaining('the document Plan.pdf') }]);
	});

	test('is refused when nothing is there, before anything is answered', async () => {
		const { id, url } = await uploadedUrl();
		await call('DELETE', `/v1/files/${id}`);
		const wrong = new URL(url);
		wrong.searchParams.set('sig', 'guessed');
		for (const address of [url, wrong.href, 'https://nowhere.invalid/a.pdf', 'plan.pdf']) {
			const body = { inputs: documentAt(address), model: 'mistral-medium-latest' };
			expect(await call('POST', '/v1/conversations', body)).toMatchObject({
				status: 404,
				body: { object: 'Error', code: 3040 },
			});
		}
		expect(session.simulator.state.conversations.size).toBe(0);
	});

	test('is taken from anywhere else, as nobody here fetches it', async () => {
		await start(documentAt('https://www.example.com/a.pdf'));
		await start(documentAt('data:application/pdf;base64,JVBERi0='));
	});
});
