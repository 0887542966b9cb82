import { Turns } from '../../shared/operation/turns';
import type { Described } from './changes';
import { Holders } from './holders';
import type { LibraryDocument, SyncedLibrary } from './library';
import { type Entry, isMark } from './marks';

/** That of the documents that have this key, or this name. */
export type Place = { key: Pick<Entry, 'source' | 'key'> } | { name: string };

/** An upload of this run that came through. */
interface Arrival {
	document: LibraryDocument;
	inPlaceOf?: Place;
}

/**
 * The documents that uploads of a run take the place of. Nothing goes before all uploads have come through:
 * what one item leaves may be what another one wants.
 */
export class Predecessors {
	private readonly holders: Holders;

	/** Names by ID, of documents of this run too. */
	private readonly names: Map<string, string>;

	private readonly turns = new Turns(1);

	/** By the place that they take; a later item takes it from an earlier one. */
	private readonly arrivals = new Map<string, Arrival>();

	/** @param documents one listing of the library, from before the first upload */
	constructor(
		private readonly library: Pick<SyncedLibrary, 'read' | 'patch' | 'delete'>,
		documents: LibraryDocument[],
	) {
		this.holders = new Holders(library, documents);
		this.names = new Map(documents.map(({ id, name }) => [id, name]));
	}

	/** The oldest document of this name, if there is one. */
	async named(name: string): Promise<LibraryDocument | undefined> {
		for (const [id, known] of this.names) {
			const document = known === name ? await this.library.read(id) : undefined;
			if (document?.name === name) return document;
		}
		return undefined;
	}

	/** Gives a key to an uploaded document; see `Holders.hand`. */
	async hand(
		uploaded: { document: LibraryDocument; isNew: boolean },
		sha256: string,
		entry: Entry,
		described: Described,
	): Promise<LibraryDocument> {
		const { document } = await this.turns.take(
			async () => await this.holders.hand(uploaded, sha256, entry, described),
		);
		return document;
	}

	/** Notes an upload that came through. */
	note(arrival: Arrival): void {
		const { document, inPlaceOf } = arrival;
		this.names.set(document.id, document.name);
		this.arrivals.set(JSON.stringify(inPlaceOf ?? document.id), arrival);
	}

	/** Lets go the predecessors of one upload, or of none if a later item has taken its place. */
	async letGo(arrival: Arrival): Promise<void> {
		const { document, inPlaceOf } = arrival;
		if (!inPlaceOf || this.arrivals.get(JSON.stringify(inPlaceOf)) !== arrival) return;
		if ('key' in inPlaceOf) await this.holders.release(inPlaceOf.key, document.id);
		// A document that sync has marked keeps its own name.
		else if (document.name === inPlaceOf.name) await this.deleteNamed(inPlaceOf.name);
	}

	/** Only what has the name at this moment, is nobody's in this run and was never marked by sync. */
	private async deleteNamed(name: string): Promise<void> {
		const kept = new Set([...this.arrivals.values()].map(({ document }) => document.id));
		for (const [id, known] of this.names) {
			if (known !== name || kept.has(id)) continue;
			const fresh = await this.library.read(id);
			if (fresh?.name === name && !isMarked(fresh)) await this.library.delete(id);
		}
	}
}

/** In doubt, as when somebody has edited the marks, it is. */
export const isMarked = ({ attributes }: Pick<LibraryDocument, 'attributes'>) =>
	Object.keys(attributes ?? {}).some(isMark);
