import { describe, expect, test } from '@jest/globals';

import type { Answer } from '../../simulator/requestLog';
import { documentsPath, newLibrary, upload } from './uploads';
import { useSimulator } from './useSimulator';

const answers: Answer[] = [];
const session = useSimulator({ onAnswer: (answer) => answers.push(answer) });
const large = Buffer.alloc(2 * 1024 * 1024, 'x');
const count = (id: string) => session.simulator.state.libraries.get(id).nb_documents;

describe('a fault of an upload', () => {
	test('answers in the place of the API, once the body is read', async () => {
		const { id } = newLibrary(session);
		const headers = { 'retry-after': '1' };
		session.simulator.faults.add({ path: documentsPath(id), status: 429, headers });
		const refused = await upload(session, id, 'a.bin', large);
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
		expect(session.simulator.requests[0]?.body).toMatchObject({ size: large.length });
		expect(count(id)).toBe(0);
		expect((await upload(session, id, 'a.bin', large)).status).toBe(201);
	});

	test('may destroy the connection after the document was stored', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ method: 'POST', disconnect: 'before-answer' });
		await expect(upload(session, id, 'a.txt')).rejects.toThrow('fetch failed');
		expect(count(id)).toBe(1);
		expect((await upload(session, id, 'a.txt')).status).toBe(200);
	});

	test('may cut the answer in half', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ disconnect: 'half-answer' });
		await expect(upload(session, id, 'a.txt')).rejects.toThrow('terminated');
		expect(count(id)).toBe(1);
	});

	test('may cut the upload after so many bytes', async () => {
		answers.length = 0;
		const { id } = newLibrary(session);
		const { faults, requests } = session.simulator;
		faults.add({ cutUploadAfter: 1024 * 1024 });
		await session.call('GET', `/v1/libraries/${id}`);
		await expect(upload(session, id, 'a.bin', large)).rejects.toThrow('fetch failed');
		expect(count(id)).toBe(0);
		expect(requests.map(({ status }) => status)).toEqual([200, undefined]);
		expect(requests[1]).toMatchObject({ body: undefined });
		expect(requests[1]?.rawBody).toBeUndefined();
		expect((await upload(session, id, 'a.bin', large)).status).toBe(201);
		expect(answers.map(({ status }) => status)).toEqual([200, 201]);
	});

	test('spares an upload that is smaller than where it cuts', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ cutUploadAfter: 1024 * 1024 });
		expect((await upload(session, id, 'a.txt')).status).toBe(201);
	});

	test('that cuts in the last bytes leaves no document either', async () => {
		const { id } = newLibrary(session);
		session.simulator.faults.add({ cutUploadAfter: 1 });
		await expect(upload(session, id, 'a.txt')).rejects.toThrow('fetch failed');
		expect((await upload(session, id, 'b.txt', 'a.txt')).status).toBe(201);
	});

	test('may be asked for over HTTP', async () => {
		const { id } = newLibrary(session);
		await session.call('POST', '/simulator/faults', { cutUploadAfter: 1 });
		await expect(upload(session, id, 'a.txt')).rejects.toThrow('fetch failed');
	});
});

test('an upload that the client breaks off leaves nothing behind', async () => {
	const { id } = newLibrary(session);
	const { url, apiKey, requests } = session.simulator;
	const leaving = new AbortController();
	const body = new ReadableStream<Uint8Array>({
		start: (controller) =>
			controller.enqueue(
				Buffer.from('--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx'),
			),
	});
	const request: RequestInit & { duplex: 'half' } = {
		method: 'POST',
		headers: {
			authorization: `Bearer ${apiKey}`,
			'content-type': 'multipart/form-data; boundary=edge',
		},
		body,
		duplex: 'half',
		signal: leaving.signal,
	};
	const uploading = expect(fetch(url + documentsPath(id), request)).rejects.toThrow('aborted');
	const until = async (isSo: () => boolean) => {
		while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
	};
	await until(() => requests.length > 0);
	leaving.abort();
	await uploading;
	await until(() => requests[0]?.closedByClient !== undefined);
	expect(count(id)).toBe(0);
});
