import type { IDataObject } from 'n8n-workflow';

/** That a source has the content of a document under a key, in a version. */
export interface Entry {
	source: string;
	key: string;
	/** Any text that tells versions apart, such as a checksum; `''` when the content itself was compared. */
	version: string;
}

/** What sync remembers of a document, in the document's own attributes: there is no other record. */
export interface Marks {
	/** Of all sources, in the order in which they came; the first one decides about the name. */
	entries: Entry[];
	/** Of the content: 64 hexadecimal digits. */
	sha256: string;
	/** The document was there before without our marks: it gets nothing but marks and is never deleted. */
	adopted: boolean;
}

const prefix = 'n8n_sync_';

/** Whether this name of an attribute is ours, so that nobody else may set it. */
export const isMark = (attribute: string) => attribute.startsWith(prefix);

/**
 * Reads the marks of a document. Marks that do not say in full what they should are none, so that what
 * somebody has changed by hand is never deleted: every document of ours has an entry or is adopted.
 *
 * @param attributes of a document, as the API has them
 * @returns undefined for a document that is not ours
 */
export function marksOf(attributes: IDataObject | null | undefined): Marks | undefined {
	const {
		n8n_sync_source: sources,
		n8n_sync_keys: keys,
		n8n_sync_version: versions,
		n8n_sync_sha256: sha256,
		n8n_sync_adopted: adopted = null,
	} = attributes ?? {};
	if (!areTexts(sources) || !areTexts(keys) || !areTexts(versions)) return undefined;
	if (sources.length !== keys.length || sources.length !== versions.length) return undefined;
	if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
	const entries = keys.map((key, i) => ({
		source: sources[i] as string,
		key,
		version: versions[i] as string,
	}));
	// Whatever else stands there, in doubt the document is not ours to delete.
	const marks = { entries, sha256, adopted: adopted !== null && adopted !== false };
	return isLeft(marks) ? undefined : marks;
}

const areTexts = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((element) => typeof element === 'string');

/**
 * The attributes that hold these marks. None is ever left out that could have been there before, for a
 * PATCH may merge: without entries the lists are empty.
 */
export const attributesFor = ({ entries, sha256, adopted }: Marks): IDataObject => ({
	n8n_sync_source: entries.map(({ source }) => source),
	n8n_sync_keys: entries.map(({ key }) => key),
	n8n_sync_version: entries.map(({ version }) => version),
	n8n_sync_sha256: sha256,
	...(adopted && { n8n_sync_adopted: true }),
});

/** With this entry, in the place of the one that the source had under this key, else as the last. */
export function withEntry(marks: Marks, entry: Entry): Marks {
	const others = marks.entries.filter((other) => !isSameKey(other, entry));
	const at = marks.entries.findIndex((other) => isSameKey(other, entry));
	return { ...marks, entries: others.toSpliced(at < 0 ? others.length : at, 0, entry) };
}

/** Without the entries that the source has under these keys. */
export const withoutKeys = (marks: Marks, source: string, keys: string[]): Marks => ({
	...marks,
	entries: marks.entries.filter((entry) => entry.source !== source || !keys.includes(entry.key)),
});

/** Which version of a key the document has; undefined when it does not have the key. */
export const versionOf = ({ entries }: Marks, source: string, key: string) =>
	entries.find((entry) => isSameKey(entry, { source, key }))?.version;

const isSameKey = (one: Pick<Entry, 'source' | 'key'>, other: Pick<Entry, 'source' | 'key'>) =>
	one.source === other.source && one.key === other.key;

/** Whether nobody has this document any more: then it goes, unless it was there before us. */
export const isLeft = ({ entries, adopted }: Marks) => entries.length === 0 && !adopted;

/** The marks of a document from the start: it has just been uploaded, or was there without ours. */
export const firstMarks = (sha256: string, adopted: boolean): Marks => ({
	entries: [],
	sha256,
	adopted,
});

/** Whether both say the same: nobody has changed one into the other. */
export const areSame = (one: Marks | undefined, other: Marks | undefined) =>
	JSON.stringify(one && attributesFor(one)) === JSON.stringify(other && attributesFor(other));
