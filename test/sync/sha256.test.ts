import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { hashedWhenSent, sha256Of, sha256OfFile } from '../../nodes/MistralLibraries/sync/sha256';

const fileOf = (open: () => AsyncIterable<Uint8Array> & { destroy?: () => unknown }) => ({
	name: 'a.bin',
	type: 'application/octet-stream',
	size: 0,
	open: async () => open(),
});

async function* pieces(count: number, size: number) {
	for (let i = 0; i < count; i++) yield new Uint8Array(size).fill(i);
}

async function readAll(content: AsyncIterable<Uint8Array>) {
	for await (const bytes of content) expect(bytes.length).toBeGreaterThan(0);
}

describe('the hash of a file', () => {
	it('is that of the whole content, however it comes in pieces', async () => {
		const whole = createHash('sha256').update(new Uint8Array(1000)).digest('hex');
		const inPieces = fileOf(async function* () {
			for (const size of [1, 499, 500]) yield new Uint8Array(size);
		});
		expect(await sha256OfFile(inPieces)).toBe(whole);
		expect(sha256Of('abc')).toBe(
			'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
		);
	});

	it('is taken piece by piece: no piece is asked for before the last one was hashed', async () => {
		let held = 0;
		let most = 0;
		const file = fileOf(async function* () {
			for (let i = 0; i < 100; i++) {
				most = Math.max(most, ++held);
				yield new Uint8Array(1000);
				held--;
			}
		});
		await sha256OfFile(file);
		expect(most).toBe(1);
	});

	it('says which file cannot be read', async () => {
		const broken = fileOf(async function* () {
			yield new Uint8Array(1);
			throw new Error('The disk is gone');
		});
		await expect(sha256OfFile(broken)).rejects.toThrow(
			'The file "a.bin" could not be read: The disk is gone',
		);
	});

	it('of a file that is sent comes without reading it twice', async () => {
		let opened = 0;
		const { file, sha256 } = hashedWhenSent(fileOf(() => (opened++, pieces(3, 10))));
		await readAll(await file.open());
		expect(await sha256()).toBe(await sha256OfFile(fileOf(() => pieces(3, 10))));
		expect(opened).toBe(1);
	});

	it('of a file that was sent again, or not to its end, is that of the whole file', async () => {
		const { file, sha256 } = hashedWhenSent(fileOf(() => pieces(3, 10)));
		for await (const bytes of await file.open()) if (bytes.length > 0) break;
		const whole = await sha256OfFile(fileOf(() => pieces(3, 10)));
		expect(await sha256()).toBe(whole);
		await readAll(await file.open());
		expect(await sha256()).toBe(whole);
	});

	it('closes the file when the request ends before its body', async () => {
		let isClosed = false;
		const content = Object.assign(pieces(3, 10), { destroy: () => (isClosed = true) });
		const opened = await hashedWhenSent(fileOf(() => content)).file.open();
		opened.destroy?.();
		expect(isClosed).toBe(true);
	});
});
