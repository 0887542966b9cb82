import { type Described, patchOf } from './changes';
import type { LibraryDocument, SyncedLibrary } from './library';
import { areSame, type Marks, marksOf } from './marks';

/** A document as it is now, shortly before it is written: what was listed may be old. */
export async function reread(
	library: Pick<SyncedLibrary, 'read'>,
	{ id }: Pick<LibraryDocument, 'id'>,
): Promise<LibraryDocument> {
	const fresh = await library.read(id);
	if (fresh) return fresh;
	throw new Error(`The document ${id} was deleted while this run went on. Run it again.`);
}

/**
 * A document that was read again, if nobody has changed its marks since it was listed.
 *
 * @param marks as they were listed
 */
export function asListed(fresh: LibraryDocument, marks: Marks | undefined): LibraryDocument {
	if (areSame(marksOf(fresh.attributes), marks)) return fresh;
	throw new Error(
		`The marks of the document ${fresh.id} were changed while this run went on, so it was left alone. Run it again.`,
	);
}

/**
 * Writes marks and other changes in one PATCH.
 *
 * @param document as it is now
 * @param marks undefined: they stay, and so do the attributes without changes
 * @returns the document as it is then
 */
export async function write(
	library: Pick<SyncedLibrary, 'patch'>,
	document: LibraryDocument,
	changes: Described,
	marks: Marks | undefined,
): Promise<LibraryDocument> {
	const changed = await library.patch(document.id, patchOf(document, changes, marks));
	if (!marks || areSame(marksOf(changed.attributes), marks)) return changed;
	throw new Error(
		`Mistral has not kept the attributes "n8n_sync_…" of the document ${document.id} as they were sent. Without them it is not kept in step.`,
	);
}
