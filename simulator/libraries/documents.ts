import { notFound } from '../errors';
import type { Contents } from '../files/contents';
import type { FileFacts } from '../files/uploads';
import { uuidOf } from '../ids';
import type { SimulatorSettings } from '../settings';
import { StoredDocument } from './document';
import type { Course, Processing } from './processing';
import { pagesOf } from './text';

/** What the libraries of one simulator share. */
export interface Archive {
	processing: Processing;
	contents: Contents;
	/** Makes the ids of documents; they stay the same from run to run. */
	nextId: (name: string) => string;
	settings: SimulatorSettings;
}

/** The documents of one library, in the order in which they came. */
export class Documents {
	private readonly stored = new Map<string, StoredDocument>();

	constructor(
		private readonly libraryId: string,
		private readonly ownerId: string,
		private readonly archive: Archive,
	) {}

	/** Adds a file, of which the bytes may have been too many to be at hand, and begins to process it. */
	add(file: FileFacts, bytes: Buffer | undefined, course?: Course): StoredDocument {
		const { contents, processing, nextId, settings } = this.archive;
		const { fileName, mimeType } = file;
		const id = nextId(fileName);
		const document = new StoredDocument(
			{
				id,
				library_id: this.libraryId,
				owner_id: this.ownerId,
				pages: () => pagesOf(fileName, mimeType, contents.of(id)),
			},
			file,
			course ? processing.follow(course) : processing.begin(fileName),
			settings,
		);
		if (bytes) contents.keep(id, bytes);
		this.stored.set(id, document);
		return document;
	}

	/** Throws the API's 404 for an unknown document. */
	get(id: string): StoredDocument {
		const document = this.stored.get(id);
		if (!document || document.isExpired) throw notFound(`Document with id ${id}`);
		return document;
	}

	/** Documents whose time is over are gone. */
	list(): StoredDocument[] {
		for (const document of this.stored.values()) {
			if (document.isExpired) this.remove(document);
		}
		return [...this.stored.values()];
	}

	withContent(sha256: string): StoredDocument | undefined {
		for (const document of this.stored.values()) {
			if (document.file.sha256 === sha256 && !document.isExpired) return document;
		}
		return undefined;
	}

	/** Undefined when they were too many to be kept. */
	bytesOf(document: StoredDocument): Buffer | undefined {
		return this.archive.contents.of(document.id);
	}

	/** Processes the document anew: by the given course, or by that of its file's name. */
	reprocess(id: string, course?: Course): void {
		const { processing } = this.archive;
		const document = this.get(id);
		document.processAgain(
			course ? processing.follow(course) : processing.begin(document.file.fileName),
		);
	}

	remove(document: StoredDocument): void {
		this.stored.delete(document.id);
		this.archive.contents.drop(document.id);
	}
}

/** An id that depends on the name and on how many were made before. */
export function numberedIds(kind: string): (name: string) => string {
	let count = 0;
	return (name) => uuidOf(`${kind} ${++count} ${name}`);
}
