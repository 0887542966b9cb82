import { ApiError } from '../errors';

const megabyte = 1024 * 1024;

/** In bytes. Of larger files only hash and size are known. */
export const largestKept = 20 * megabyte;

/** In bytes, for all documents of a simulator together, and for all other files as well. */
const mostKept = 64 * megabyte;

/**
 * The bytes of documents or files, by their ids, as far as they are kept: of one that is larger than
 * 20 MB, or that comes when 64 MB are kept already, nothing is. Such a document has no text either.
 */
export class Contents {
	private readonly kept = new Map<string, Buffer>();
	private total = 0;

	keep(id: string, bytes: Buffer): void {
		if (bytes.length > largestKept || this.total + bytes.length > mostKept) return;
		this.kept.set(id, bytes);
		this.total += bytes.length;
	}

	of(id: string): Buffer | undefined {
		return this.kept.get(id);
	}

	drop(id: string): void {
		this.total -= this.of(id)?.length ?? 0;
		this.kept.delete(id);
	}
}

/** The bytes, or a 410 where they were not kept. */
export function kept(bytes: Buffer | undefined): Buffer {
	if (!bytes) throw new ApiError(410, { message: 'The bytes of this file were not kept.' });
	return bytes;
}
