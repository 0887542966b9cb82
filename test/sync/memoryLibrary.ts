import type { IDataObject } from 'n8n-workflow';

import type { LibraryDocument, SyncedLibrary } from '../../nodes/MistralLibraries/sync/library';

/** How a PATCH treats attributes that are there and not given: the vendor does not say. */
export type PatchMode = 'replaces' | 'merges';

export type RequestKind = 'upload' | 'read' | 'patch' | 'delete' | 'reprocess' | 'wait';

/** One request of a run, in its order. */
export interface MadeRequest {
	kind: RequestKind;
	/** The ID of the document; of an upload the content. */
	about: string;
}

interface Stored extends LibraryDocument {
	bytes: string;
	attributes: IDataObject;
}

/** A library that holds one document for each content, as the API does. */
export class MemoryLibrary {
	readonly documents = new Map<string, Stored>();
	/** How the processing of contents ends; others end well. */
	readonly failing = new Set<string>();
	private count = 0;

	constructor(readonly mode: PatchMode = 'replaces') {}

	list(): LibraryDocument[] {
		return [...this.documents.values()].map((stored) => structuredClone(shown(stored)));
	}

	/** What a person or another program uploads. */
	put(bytes: string, name: string): { document: LibraryDocument; isNew: boolean } {
		const twin = [...this.documents.values()].find((stored) => stored.bytes === bytes);
		if (twin) return { document: structuredClone(shown(twin)), isNew: false };
		const id = `d${String(++this.count).padStart(4, '0')}`;
		const process_status = this.failing.has(bytes) ? 'error' : 'done';
		const stored = { id, name, bytes, process_status, attributes: {}, expires_at: null };
		this.documents.set(id, stored);
		return { document: structuredClone(shown(stored)), isNew: true };
	}

	patch(id: string, body: IDataObject): LibraryDocument {
		const stored = this.stored(id);
		const { attributes, ...changes } = structuredClone(body) as Partial<Stored>;
		Object.assign(stored, changes);
		if (attributes) {
			stored.attributes =
				this.mode === 'merges' ? { ...stored.attributes, ...attributes } : attributes;
		}
		return structuredClone(shown(stored));
	}

	/**
	 * The library as a run sees it.
	 *
	 * @param uploads content and name by number of the item
	 * @param around called with every request and what does it; may fail before or after
	 */
	seenBy(
		uploads: Array<{ bytes: string; name: string }>,
		around: <T>(request: MadeRequest, work: () => T) => T | Promise<T> = (_, work) => work(),
	): SyncedLibrary {
		return {
			upload: async (item) => {
				const { bytes, name } = uploads[item] ?? { bytes: '', name: '' };
				return await around({ kind: 'upload', about: bytes }, () => this.put(bytes, name));
			},
			read: async (id) =>
				await around({ kind: 'read', about: id }, () => {
					const stored = this.documents.get(id);
					return stored && structuredClone(shown(stored));
				}),
			patch: async (id, body) =>
				await around({ kind: 'patch', about: id }, () => this.patch(id, body)),
			delete: async (id) =>
				await around({ kind: 'delete', about: id }, () => {
					this.documents.delete(id);
				}),
			reprocess: async (id) =>
				await around({ kind: 'reprocess', about: id }, () => {
					const stored = this.stored(id);
					stored.process_status = this.failing.has(stored.bytes) ? 'error' : 'done';
				}),
			wait: async ({ id }) =>
				await around({ kind: 'wait', about: id }, () => {
					const stored = this.stored(id);
					if (stored.process_status === 'error') throw new Error(`Could not process ${id}`);
					return structuredClone(shown(stored));
				}),
		};
	}

	private stored(id: string): Stored {
		const stored = this.documents.get(id);
		if (!stored) throw new Error(`No document ${id}`);
		return stored;
	}
}

const shown = ({ id, name, process_status, attributes, expires_at }: Stored): LibraryDocument => ({
	id,
	name,
	process_status,
	attributes,
	expires_at,
});
