import { createHash } from 'node:crypto';

import { notFound } from '../errors';
import { Contents } from '../files/contents';
import type { SimulatorSettings } from '../settings';
import { Accesses } from './accesses';
import type { Document, DocumentChanges } from './document';
import { Documents, numberedIds, type Archive } from './documents';
import { Processing, type Course, type ProcessingTime } from './processing';
import { bestPassage, type Passage } from './search';

/** A library as the API shows it (schema `Library`). Times are ISO 8601 strings. */
export interface Library {
	id: string;
	name: string;
	created_at: string;
	/** When name or description last changed (assumed: documents do not count). */
	updated_at: string;
	owner_id: string;
	owner_type: 'User' | 'Workspace';
	/** Of all documents, in bytes. */
	total_size: number;
	nb_documents: number;
	chunk_size: number | null;
	description: string | null;
}

type Fields = Pick<Library, 'name'> &
	Partial<Pick<Library, 'description' | 'owner_type' | 'chunk_size'>>;

/** A document that tests add without a request: by its text or its bytes. */
export interface DocumentSeed extends DocumentChanges {
	name: string;
	text?: string;
	bytes?: Buffer;
	/** `text/plain` when left out. */
	mimeType?: string;
	/** How it is processed; at once when left out. */
	course?: Course;
}

type Stored = Omit<Library, 'total_size' | 'nb_documents'>;

interface LibraryRecord {
	library: Stored;
	documents: Documents;
	accesses: Accesses;
}

/** The workspace that the simulator's key belongs to. */
export const workspaceId = '6340e568-a546-4c41-9dee-1fbeb80493e1';

const atOnce: Course = { time: 0 };

/** The libraries of one simulator with all that is in them. */
export class LibraryRegistry {
	/** Lets tests choose how documents are processed. */
	readonly processing: Processing;
	private readonly records = new Map<string, LibraryRecord>();
	private readonly archive: Archive;
	private readonly nextId = numberedIds('library');

	constructor(processingTime: ProcessingTime, settings: SimulatorSettings) {
		this.processing = new Processing(processingTime);
		const contents = new Contents();
		const nextId = numberedIds('document');
		this.archive = { processing: this.processing, contents, nextId, settings };
	}

	/** Adds a library. Its id is made from its place and name, so that it stays the same from run to run. */
	add({ name, description = null, owner_type = 'Workspace', chunk_size = null }: Fields): Library {
		const id = this.nextId(name);
		const now = new Date().toISOString();
		const owner = { share_with_uuid: workspaceId, share_with_type: owner_type };
		this.records.set(id, {
			library: {
				id,
				name,
				created_at: now,
				updated_at: now,
				owner_id: workspaceId,
				owner_type,
				chunk_size,
				description,
			},
			documents: new Documents(id, workspaceId, this.archive),
			accesses: new Accesses(id, owner),
		});
		return this.get(id);
	}

	/** Adds a document without a request; by default it is processed already. */
	addDocument(libraryId: string, seed: DocumentSeed): Document {
		const { name, text = '', bytes = Buffer.from(text), mimeType = 'text/plain' } = seed;
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const { course = atOnce, attributes, expires_at } = seed;
		const file = { fileName: name, mimeType, size: bytes.length, sha256 };
		const document = this.documents(libraryId).add(file, bytes, course);
		document.change({ attributes, expires_at });
		return document.shown();
	}

	/** Throws the API's 404 for an unknown library, as the next ones do. */
	get(id: string): Library {
		const { library, documents } = this.record(id);
		const stored = documents.list();
		const total_size = stored.reduce((sum, { file }) => sum + file.size, 0);
		return { ...library, total_size, nb_documents: stored.length };
	}

	documents(id: string): Documents {
		return this.record(id).documents;
	}

	accesses(id: string): Accesses {
		return this.record(id).accesses;
	}

	update(id: string, changes: Partial<Pick<Library, 'name' | 'description'>>): Library {
		const record = this.record(id);
		record.library = { ...record.library, ...changes, updated_at: new Date().toISOString() };
		return this.get(id);
	}

	/** Deletes the library with its documents, and gives it as it was. */
	delete(id: string): Library {
		const library = this.get(id);
		const documents = this.documents(id);
		documents.list().forEach((document) => documents.remove(document));
		this.records.delete(id);
		return library;
	}

	/** All libraries, newest first (assumed). */
	list(): Library[] {
		return [...this.records.keys()].reverse().map((id) => this.get(id));
	}

	/** The best answer to a query in the documents of these libraries that were processed. */
	search(libraryIds: string[], query: string): Passage | undefined {
		const texts = libraryIds
			.flatMap((id) => this.documents(id).list())
			.map(({ name, pages = [] }) => ({ title: name, text: pages.join('\n') }));
		return bestPassage(texts, query);
	}

	private record(id: string): LibraryRecord {
		const record = this.records.get(id);
		if (!record) throw notFound(`Library with id ${id}`);
		return record;
	}
}
