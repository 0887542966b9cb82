/** A file as it goes into a multipart body. */
export interface UploadFile {
	name: string;
	/** MIME type. */
	type: string;
	/** Exactly, in bytes: the length of the whole body is sent before it. */
	size: number;
	/** Opens the content; once for every attempt to send it. */
	open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/**
 * A multipart body with one part, `file`, which axios, with which n8n sends, takes for a FormData: it
 * writes boundary and content length and reads the file while it sends, so that memory does not grow with
 * the file. A real FormData would hold it, and n8n lets nodes import no streams.
 */
export class Multipart {
	readonly [Symbol.toStringTag] = 'FormData';

	constructor(private readonly file: UploadFile) {}

	/** Never called; axios tells a FormData by it. */
	append(): void {}

	entries(): IterableIterator<[string, object]> {
		const { name, type, size } = this.file;
		const content = { name, type, size, [Symbol.asyncIterator]: () => contentOf(this.file) };
		return [['file', content] as [string, object]].values();
	}

	[Symbol.iterator](): IterableIterator<[string, object]> {
		return this.entries();
	}
}

/** Whether servers read this name as it is: quotes and line breaks are sent as `%22`, `%0A` and `%0D`. */
export const isWrittenAsItIs = (name: string) => !/["\r\n\\]/.test(name);

/** With fewer bytes than announced the request would never end, with more it would be another one. */
async function* contentOf(file: UploadFile): AsyncGenerator<Uint8Array> {
	let sent = 0;
	for await (const bytes of readable(file)) {
		sent += bytes.length;
		if (sent > file.size) break;
		yield bytes;
	}
	if (sent !== file.size) throw unreadable(file, `it is not ${file.size} bytes long, as n8n says`);
}

async function* readable(file: UploadFile): AsyncGenerator<Uint8Array> {
	try {
		yield* await file.open();
	} catch (error) {
		throw unreadable(file, (error as Error).message);
	}
}

/** Without the code of the error, by which it would be taken for one of the network and sent again. */
const unreadable = ({ name }: UploadFile, reason: string) =>
	new Error(`The file "${name}" could not be read: ${reason}`);
