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
	 * Gives a key to a document that was uploaded, and takes it off those that had it: the ones that nobody
	 * has any more are deleted. The new document first, so that nothing is missing in between.
	 *
	 * @param uploaded the answer of the upload, and whether it has made the document
	 * @param sha256 of the content
	 * @param described what else the document is to have; an adopted one does not get it
	 * @returns the document as it is then, and whether it is adopted
	 * @throws when an older document was changed since the listing: it is left alone
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
		for (const id of this.idsWith(entry)) {
			if (id !== document.id) await this.release(id, entry);
		}
		return { document: marked, isAdopted: marks.adopted };
	}

	private idsWith({ source, key }: Key): string[] {
		return [...this.marks]
			.filter(([, marks]) => versionOf(marks, source, key) !== undefined)
			.map(([id]) => id);
	}

	/** Deletes or changes only what is as this run knows it. */
	private async release(id: string, key: Key): Promise<void> {
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
