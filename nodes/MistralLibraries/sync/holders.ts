import { type Described, isNothing, missingIn } from './changes';
import type { LibraryDocument, SyncedLibrary } from './library';
import {
	areSame,
	type Entry,
	firstMarks,
	isLeft,
	type Marks,
	marksOf,
	versionOf,
	withEntry,
	withoutKeys,
} from './marks';
import { asListed, reread, write } from './writing';

/** What reading and writing marks needs of a library. */
type MarkedLibrary = Pick<SyncedLibrary, 'read' | 'patch' | 'delete'>;

type Key = Pick<Entry, 'source' | 'key'>;

/**
 * Which documents have which keys: one listing for all items of a run, kept up to date with what the run
 * does. Its tasks take turns, as each looks at what another may have changed.
 */
export class Holders {
	/** Marks by the ID of the document. */
	private readonly marks = new Map<string, Marks>();

	/** @param documents one listing of the library */
	constructor(
		private readonly library: MarkedLibrary,
		documents: LibraryDocument[],
	) {
		for (const document of documents) this.note(document);
	}

	/**
	 * Gives a key to a document that was uploaded. Those that had it before keep it until `release`, which
	 * is for when all items of the run have come through: a content that one key has lost may be that of
	 * another item, whose upload then finds it.
	 *
	 * @param uploaded the answer of the upload, and whether it has made the document
	 * @param sha256 of the content
	 * @param described what else the document is to have; an adopted one does not get it
	 * @returns the document as it is then, and whether it is adopted
	 */
	async hand(
		{ document, isNew }: { document: LibraryDocument; isNew: boolean },
		sha256: string,
		entry: Entry,
		described: Described = {},
	): Promise<{ document: LibraryDocument; isAdopted: boolean }> {
		const fresh = isNew ? document : await reread(this.library, document);
		const found = isNew ? undefined : marksOf(fresh.attributes);
		const marks = withEntry({ ...(found ?? firstMarks('', !isNew)), sha256 }, entry);
		const changes = marks.adopted ? {} : missingIn(fresh, described);
		const isDone = areSame(found, marks) && isNothing(changes);
		const marked = isDone ? fresh : await write(this.library, fresh, changes, marks);
		this.note(marked);
		return { document: marked, isAdopted: marks.adopted };
	}

	/**
	 * Takes a key off all documents but the one that it was handed to; those that nobody has any more are
	 * deleted.
	 *
	 * @throws when a document was changed since the listing: it is left alone
	 */
	async release(key: Key, handedTo: string): Promise<void> {
		const older = [...this.marks].filter(
			([id, marks]) => id !== handedTo && versionOf(marks, key.source, key.key) !== undefined,
		);
		for (const [id] of older) await this.releaseFrom(id, key);
	}

	/** Deletes or changes only what is as this run knows it. */
	private async releaseFrom(id: string, key: Key): Promise<void> {
		const listed = this.marks.get(id);
		this.marks.delete(id);
		const fresh = await this.library.read(id);
		if (!fresh) return;
		const { document } = await takeOff(this.library, asListed(fresh, listed), key);
		if (document) this.note(document);
	}

	private note({ id, attributes }: LibraryDocument): void {
		const marks = marksOf(attributes);
		if (marks) this.marks.set(id, marks);
	}
}

/**
 * Takes a key off a document, and deletes the document if nobody has it then and it was not adopted. One
 * that does not have the key, as the last attempt has taken it off, or that is not ours, stays as it is.
 *
 * @param document as it is now
 * @returns the document as it is then; without one it is deleted
 */
export async function takeOff(
	library: Pick<MarkedLibrary, 'patch' | 'delete'>,
	document: LibraryDocument,
	{ source, key }: Key,
): Promise<{ document?: LibraryDocument }> {
	const marks = marksOf(document.attributes);
	if (!marks || versionOf(marks, source, key) === undefined) return { document };
	const left = withoutKeys(marks, source, [key]);
	if (!isLeft(left)) {
		return { document: await write(library, document, {}, left) };
	}
	await library.delete(document.id);
	return {};
}
