import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { Multipart, type UploadFile } from '../../nodes/shared/transport/multipart';

/** A file of two bytes, and what was opened of it. */
function fileThatOpensAfter(ms: number) {
	const opened: Readable[] = [];
	const file: UploadFile = {
		name: 'a.txt',
		type: 'text/plain',
		size: 2,
		open: async () => {
			await setTimeout(ms);
			const content = Readable.from([Buffer.from('x'), Buffer.from('y')]);
			opened.push(content);
			return content;
		},
	};
	return { form: new Multipart(file), opened };
}

/** Reads the body as axios does. */
const bytesOf = async (form: Multipart): Promise<number> => {
	let bytes = 0;
	for (const [, part] of form) {
		for await (const piece of part as AsyncIterable<Uint8Array>) bytes += piece.length;
	}
	return bytes;
};

describe('a file that is uploaded', () => {
	it('is closed when the request ends before it is open', async () => {
		const { form, opened } = fileThatOpensAfter(20);
		const [[, part] = []] = form.entries();
		// A client that could not connect takes what it has asked for, and no more.
		const first = (part as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().next();
		form.close();
		await first.catch(() => undefined);
		expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
	});

	it('is not opened when the request has ended before it is read', async () => {
		const { form, opened } = fileThatOpensAfter(0);
		const [[, part] = []] = form.entries();
		form.close();
		await expect(
			(async () => {
				for await (const piece of part as AsyncIterable<Uint8Array>) {
					throw new Error(`There are ${piece.length} bytes`);
				}
			})(),
		).rejects.toThrow('"a.txt" could not be read');
		expect(opened).toEqual([]);
	});

	it('is opened again for the next attempt', async () => {
		const { form, opened } = fileThatOpensAfter(0);
		expect(await bytesOf(form)).toBe(2);
		form.close();
		expect(await bytesOf(form)).toBe(2);
		expect(opened).toHaveLength(2);
	});
});
