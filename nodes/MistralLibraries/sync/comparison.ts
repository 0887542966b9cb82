import { type Limit, reasonToWithhold, type Scope } from './guards';
import type { LibraryDocument } from './library';
import { versionOf } from './marks';
import { keysIn, markedOf } from './matching';
import type { Known } from './steps';

/** What an item of a listing says of a document of the source. */
export interface Version {
	key: string;
	/** Any text that is another one when the content is: a checksum, a modified time. */
	version: string;
}

export interface ComparisonOptions extends Scope, Limit {
	/** Without keys that are `unchanged`. */
	onlyChanges?: boolean;
}

/** What is to be done about a key. */
export interface ComparedKey {
	key: string;
	action: 'create' | 'replace' | 'delete' | 'unchanged' | 'withheld';
	/** That has the key, in this version if there is one. */
	documentId?: string;
	/** Why it is withheld. */
	reason?: string;
	/** Number of the item; undefined for a key that is gone, which comes from all items. */
	item?: number;
}

/**
 * Compares a listing with what a library has of its source, without the contents. One row for each key of
 * the listing, in its order, then for each gone key whose document no key of the listing needs. A key that
 * two documents have, as a run was killed in between, is `replace`: an upload with the key puts it right.
 *
 * @param documents one listing of the library
 * @param listed keys differ and are in scope (`refusalOf` in guards.ts)
 */
export function compare(
	documents: LibraryDocument[],
	listed: Version[],
	options: ComparisonOptions,
): ComparedKey[] {
	const ours = markedOf(documents).filter(({ marks }) => keysIn(marks, options).length > 0);
	const holders = holdersIn(ours, options);
	const rows = listed.map((version, item) => ({
		...compared(version, holders.get(version.key) ?? [], options),
		item,
	}));
	const keys = new Set(listed.map(({ key }) => key));
	const gone = ours.filter(
		({ marks }) => !marks.adopted && !keysIn(marks, options).some((key) => keys.has(key)),
	);
	const deletes = {
		total: gone.length,
		gone: gone.length,
		before: ours.length,
		isEmptyListing: listed.length === 0,
	};
	const reason = reasonToWithhold(deletes, options, 0);
	const goneRows = gone.flatMap(({ document, marks }) =>
		keysIn(marks, options).map((key): ComparedKey => ({
			key,
			action: reason ? 'withheld' : 'delete',
			documentId: document.id,
			...(reason && { reason }),
		})),
	);
	return [...rows, ...goneRows].filter(
		({ action }) => !options.onlyChanges || action !== 'unchanged',
	);
}

function compared(
	{ key, version }: Version,
	holders: Known[],
	{ source }: Scope,
): Pick<ComparedKey, 'key' | 'action' | 'documentId'> {
	const [first, ...others] = holders;
	if (!first) return { key, action: 'create' };
	const current = holders.find(({ marks }) => versionOf(marks, source, key) === version);
	const action = current && others.length === 0 ? 'unchanged' : 'replace';
	return { key, action, documentId: (current ?? first).document.id };
}

/** The documents that have a key of the source. */
function holdersIn(known: Known[], scope: Scope): Map<string, Known[]> {
	const holders = new Map<string, Known[]>();
	for (const holder of known) {
		for (const key of keysIn(holder.marks, scope)) {
			holders.set(key, [...(holders.get(key) ?? []), holder]);
		}
	}
	return holders;
}
