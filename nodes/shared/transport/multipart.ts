/** A file as it goes into a multipart body. */
export interface UploadFile {
	name: string;
	/** MIME type. */
	type: string;
	/** Exactly, in bytes: the length of the whole body is sent before it. */
	size: number;
	/** Opens the content; once for every attempt to send it. */
	open(): Promise<Content>;
}

/** What comes of a file, mostly a stream of Node. */
type Content = AsyncIterable<Uint8Array> & { destroy?: () => unknown };

/**
 * A multipart body with a part `file`, and further fields before it, which axios, with which n8n sends, takes for a FormData: it
 * writes boundary and content length and reads the file while it sends, so that memory does not grow with
 * the file. A real FormData would hold it, and n8n lets nodes import no streams.
 */
export class Multipart {
	readonly [Symbol.toStringTag] = 'FormData';

	private content?: Promise<Content>;

	private isClosed = false;

	constructor(
		private readonly file: UploadFile,
		private readonly fields: Record<string, string> = {},
	) {}

	/** Never called; axios tells a FormData by it. */
	append(): void {}

	entries(): IterableIterator<[string, object | string]> {
		const { name, type, size } = this.file;
		this.isClosed = false;
		const part = { name, type, size, [Symbol.asyncIterator]: () => this.read() };
		const parts: Array<[string, object | string]> = [
			...Object.entries(this.fields),
			['file', part],
		];
		return parts.values();
	}

	[Symbol.iterator](): IterableIterator<[string, object | string]> {
		return this.entries();
	}

	/**
	 * Closes the file, which is left open when a request ends before its body; also one that is only being
	 * opened, as for a server that nobody reaches.
	 */
	close(): void {
		this.isClosed = true;
		void this.content?.then(
			(content) => content.destroy?.(),
			// What was not opened was told to whoever reads.
			() => undefined,
		);
	}

	/** With fewer bytes than announced the request would never end, with more it would be another one. */
	private async *read(): AsyncGenerator<Uint8Array> {
		let sent = 0;
		for await (const bytes of this.opened()) {
			sent += bytes.length;
			if (sent > this.file.size) break;
			yield bytes;
		}
		if (sent !== this.file.size) {
			throw this.unreadable(`it is not ${this.file.size} bytes long, as n8n says`);
		}
	}

	private async *opened(): AsyncGenerator<Uint8Array> {
		if (this.isClosed) return;
		try {
			this.content = this.file.open();
			yield* await this.content;
		} catch (error) {
			throw this.unreadable((error as Error).message);
		}
	}

	/** Without the code of the error, by which it would be taken for one of the network and sent again. */
	private unreadable(reason: string): Error {
		return new Error(`The file "${this.file.name}" could not be read: ${reason}`);
	}
}

/** Whether servers read this name as it is: quotes and line breaks are sent as `%22`, `%0A` and `%0D`. */
export const isWrittenAsItIs = (name: string) => !/["\r\n\\]/.test(name);

/** The name that an upload itself gives a document, where it cannot give the right one. */
export const nameAsWritten = (name: string) =>
	name.replace(/["\r\n]/g, (character) => encodeURIComponent(character));
