const megabyte = 1024 * 1024;

/** In bytes. Of larger files only hash and size are known. */
export const largestKept = 20 * megabyte;

/** In bytes, for all documents of a simulator together. */
const mostKept = 64 * megabyte;

/**
 * The bytes of documents, by the document's id, as far as they are kept: of one that is larger than
 * 20 MB, or that comes when 64 MB are kept already, nothing is. Such a document has no text either,
 * and its signed URL answers 410.
 */
export class Contents {
	private readonly kept = new Map<string, Buffer>();
	private total = 0;

	keep(documentId: string, bytes: Buffer): void {
		if (bytes.length > largestKept || this.total + bytes.length > mostKept) return;
		this.kept.set(documentId, bytes);
		this.total += bytes.length;
	}

	of(documentId: string): Buffer | undefined {
		return this.kept.get(documentId);
	}

	drop(documentId: string): void {
		this.total -= this.of(documentId)?.length ?? 0;
		this.kept.delete(documentId);
	}
}
