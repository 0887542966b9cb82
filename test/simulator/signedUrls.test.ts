import { inflateSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';

import { documentsPath, newLibrary, upload } from './uploads';
import { useSimulator } from './useSimulator';

const session = useSimulator();
const { call } = session;

async function uploaded(name: string, content: string | Buffer = 'The content', type?: string) {
	const { body } = await upload(session, newLibrary(session).id, name, content, type);
	return `${documentsPath(body.library_id)}/${body.id}`;
}

const urlOf = async (path: string, kind = 'signed-url') =>
	(await call<string>('GET', `${path}/${kind}`)).body;

describe('a signed URL', () => {
	test('is the whole answer and leads to the file on another port, without a key', async () => {
		const bytes = Buffer.from([0, 1, 254, 255]);
		const path = await uploaded('Büro.bin', bytes, 'application/x-office');
		const reply = await call<string>('GET', `${path}/signed-url`);
		expect(reply.headers.get('content-type')).toMatch('application/json');
		const { filesUrl, url, fileRequests, requests } = session.simulator;
		expect(filesUrl).not.toBe(url);
		expect(reply.body.startsWith(`${filesUrl}/signed/`)).toBe(true);
		const response = await fetch(reply.body);
		expect(response.headers.get('content-type')).toBe('application/x-office');
		expect(response.headers.get('content-disposition')).toBe(
			"attachment; filename*=UTF-8''B%C3%BCro.bin",
		);
		expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
		expect(fileRequests).toMatchObject([{ method: 'GET', status: 200 }]);
		expect(requests.map(({ path: asked }) => asked)).not.toContain(fileRequests[0]?.path);
	});

	test('is refused with the API’s key, and the log shows it', async () => {
		const url = await urlOf(await uploaded('a.txt'));
		const headers = { authorization: `Bearer ${session.simulator.apiKey}` };
		expect((await fetch(url, { headers })).status).toBe(400);
		expect(session.simulator.fileRequests).toMatchObject([{ headers, status: 400 }]);
	});

	test('is another one each time, and cannot be guessed or passed on to another document', async () => {
		const path = await uploaded('a.txt');
		const [one, other] = [await urlOf(path), await urlOf(path)];
		expect(one).not.toBe(other);
		expect((await fetch(one)).status).toBe(200);
		expect((await fetch(one.slice(0, -1))).status).toBe(403);
		const elsewhere = new URL(await urlOf(await uploaded('b.txt')));
		elsewhere.search = new URL(one).search;
		expect((await fetch(elsewhere)).status).toBe(403);
	});

	test('ends when its time is over', async () => {
		const path = await uploaded('a.txt');
		const valid = await urlOf(path);
		session.simulator.signedUrls.lifetime = 0;
		const over = await urlOf(path);
		expect([(await fetch(valid)).status, (await fetch(over)).status]).toEqual([200, 403]);
	});

	test('ends with its document', async () => {
		const path = await uploaded('a.txt');
		const url = await urlOf(path);
		await call('DELETE', path);
		expect((await fetch(url)).status).toBe(404);
		expect((await call('GET', `${path}/signed-url`)).status).toBe(404);
	});

	test('of a large file leads nowhere, as its bytes are not kept', async () => {
		const url = await urlOf(await uploaded('large.bin', Buffer.alloc(21 * 1024 * 1024)));
		expect((await fetch(url)).status).toBe(410);
	});

	test('of the text leads to the text, once there is one', async () => {
		const path = await uploaded('a.md', '# Ü');
		expect((await call('GET', `${path}/extracted-text-signed-url`)).status).toBe(404);
		for (let looks = 0; looks < 2; looks++) await call('GET', path);
		const response = await fetch(await urlOf(path, 'extracted-text-signed-url'));
		expect(await response.text()).toBe('# Ü');
	});

	test('is befallen by faults, too', async () => {
		const url = await urlOf(await uploaded('a.txt'));
		session.simulator.faults.add({ path: '/signed', status: 503 });
		session.simulator.faults.add({ path: '/signed', disconnect: 'half-answer' });
		expect((await fetch(url)).status).toBe(503);
		await expect(fetch(url).then((response) => response.text())).rejects.toThrow('terminated');
		expect((await fetch(url)).status).toBe(200);
	});
});

describe('a generated file', () => {
	test('is a PNG, large enough to be seen', async () => {
		const { outputs } = await session.start('Draw', { tools: [{ type: 'image_generation' }] });
		const [, id] = /"file_id":"([^"]+)"/.exec(JSON.stringify(outputs)) ?? [];
		const { url, apiKey } = session.simulator;
		const headers = { authorization: `Bearer ${apiKey}` };
		const response = await fetch(`${url}/v1/files/${id}/content`, { headers });
		expect(response.headers.get('content-type')).toBe('application/octet-stream');
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
		const size = bytes.indexOf('IHDR') + 4;
		expect([bytes.readUInt32BE(size), bytes.readUInt32BE(size + 4)]).toEqual([240, 160]);
		const pixels = inflateSync(bytes.subarray(bytes.indexOf('IDAT') + 4));
		expect(pixels).toHaveLength(160 * (1 + 240 * 3));
		// At the top, in the middle and at the bottom.
		const colours = [0, 80, 159].map((row) => pixels.readUIntBE(row * 721 + 1 + 120 * 3, 3));
		expect(new Set(colours).size).toBe(3);
	});

	test('that nobody made is a 404', async () => {
		const id = '00000000-0000-4000-8000-000000000000';
		expect((await call('GET', `/v1/files/${id}/content`)).status).toBe(404);
		expect((await call('GET', '/v1/files/file_1/content')).status).toBe(422);
	});
});
