import { createHash } from 'node:crypto';

import type { UploadFile } from '../../shared/transport/multipart';

/** SHA-256 of a text, as 64 hexadecimal digits. */
export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * SHA-256 of a file's content, as 64 hexadecimal digits. The file is read piece by piece, so that memory
 * does not grow with it, and is closed at the end, whether it could be read or not.
 *
 * @throws {Error} with the name of the file, when it cannot be read to its end
 */
export async function sha256OfFile(file: UploadFile): Promise<string> {
	const hash = createHash('sha256');
	try {
		for await (const bytes of await file.open()) hash.update(bytes);
	} catch (error) {
		throw unreadable(file, error as Error);
	}
	return hash.digest('hex');
}

const unreadable = ({ name }: UploadFile, { message }: Error) =>
	new Error(`The file "${name}" could not be read: ${message}`);

/**
 * A file whose content is hashed while it is sent, so that it need not be read twice.
 *
 * @returns the file to send, and what gives the SHA-256 of its content afterwards
 */
export function hashedWhenSent(file: UploadFile): { file: UploadFile; sha256(): Promise<string> } {
	let digest: string | undefined;
	const open = async () => {
		const content = await file.open();
		const hash = createHash('sha256');
		digest = undefined;
		return {
			destroy: () => content.destroy?.(),
			async *[Symbol.asyncIterator]() {
				for await (const bytes of content) {
					hash.update(bytes);
					yield bytes;
				}
				digest = hash.digest('hex');
			},
		};
	};
	return {
		file: { ...file, open },
		// An answer may come before the whole file was sent.
		sha256: async () => digest ?? (await sha256OfFile(file)),
	};
}
