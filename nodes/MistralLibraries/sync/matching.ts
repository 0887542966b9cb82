import { isNothing, missingIn } from './changes';
import { isInScope, type Scope } from './guards';
import { hasFailed, type LibraryDocument } from './library';
import { isLeft, type Marks, marksOf, withEntry, withoutKeys } from './marks';
import type { Known, PlanOptions, Step, UploadStep, Wanted, WantedDocument } from './steps';

/** Keys that a run looks at, in the order of the entries. */
export const keysIn = ({ entries }: Marks, scope: Scope): string[] => [
	...new Set(entries.filter((entry) => isInScope(entry, scope)).map(({ key }) => key)),
];

/** The marks of a document when it has lost some keys and has got others. */
export const marksAfter = (marks: Marks, source: string, lost: string[], added: string[]): Marks =>
	added.reduce(
		(changed, key) => withEntry(changed, { source, key, version: '' }),
		withoutKeys(marks, source, lost),
	);

/** Whether the source decides about name, attributes and expiry: of those that share a document the first. */
export const isOwner = ({ entries: [first], adopted }: Marks, scope: Scope) =>
	!adopted && first !== undefined && isInScope(first, scope);

/**
 * The documents of ours, with their marks. In an order that does not depend on that of the listing, which
 * shifts while it is read.
 */
export const markedOf = (documents: LibraryDocument[]): Known[] =>
	[...new Map(documents.map((document) => [document.id, document])).values()]
		.map((document) => ({ document, marks: marksOf(document.attributes) }))
		.filter((known): known is Known => known.marks !== undefined)
		.sort((one, other) => (one.document.id < other.document.id ? -1 : 1));

/** The items of a listing beside the documents of the library: by content first, then by key. */
export class Matching {
	private readonly known: Known[];

	/** Numbers of items by key. */
	private readonly items: Map<string, number>;

	/** Keys that the source has before the run. */
	private readonly held: Set<string>;

	/** Keys by the content that they want, sorted, so that the order of the items does not matter. */
	private readonly wantedBy = new Map<string, string[]>();

	constructor(
		documents: LibraryDocument[],
		private readonly wanted: Wanted,
		private readonly options: PlanOptions,
	) {
		this.known = markedOf(documents);
		this.items = new Map(wanted.map(({ key }, item) => [key, item]));
		this.held = new Set(this.known.flatMap(({ marks }) => keysIn(marks, options)));
		for (const key of [...this.items.keys()].sort()) {
			const sha256 = this.sha256Of(key);
			if (sha256) this.wantedBy.set(sha256, [...(this.wantedBy.get(sha256) ?? []), key]);
		}
	}

	/** How many documents the source has before the run, in scope. */
	get before(): number {
		return this.known.filter(({ marks }) => keysIn(marks, this.options).length > 0).length;
	}

	steps(): Step[] {
		const added = this.additions();
		return [
			...this.uploads(),
			...this.known.flatMap((known) => this.stepOf(known, added.get(known.document.id) ?? [])),
			...this.wanted.flatMap((item, index): Step[] =>
				'error' in item
					? [
							{
								kind: 'failed',
								action: 'failed',
								keys: [item.key],
								items: [index],
								error: item.error,
							},
						]
					: [],
			),
		];
	}

	/** Contents that no marked document has. */
	private uploads(): UploadStep[] {
		const there = new Set(this.known.map(({ marks }) => marks.sha256));
		return [...this.wantedBy]
			.filter(([sha256]) => !there.has(sha256))
			.flatMap(([, keys]) => {
				const [wanted] = this.itemsWith(keys);
				if (!wanted) return [];
				const item = this.items.get(wanted.key) ?? 0;
				const items = this.numbersOf(keys);
				return [{ kind: 'upload', action: this.newOr(keys), keys, items, wanted, item }];
			});
	}

	/**
	 * By the ID of a document the keys that it gets: those that want its content, if no document with this
	 * content has them yet. (Two documents with one content should not exist, but uploads may race.)
	 */
	private additions(): Map<string, string[]> {
		const homes = new Map<string, Known[]>();
		for (const known of this.known) {
			const { sha256 } = known.marks;
			homes.set(sha256, [...(homes.get(sha256) ?? []), known]);
		}
		return new Map(
			[...homes].map(([sha256, documents]) => {
				const there = new Set(documents.flatMap(({ marks }) => keysIn(marks, this.options)));
				const keys = this.wantedBy.get(sha256) ?? [];
				return [documents[0]?.document.id ?? '', keys.filter((key) => !there.has(key))];
			}),
		);
	}

	/** What happens to a document: nothing when it is out of scope, or its keys are gone and it stays. */
	private stepOf({ document, marks }: Known, added: string[]): Step[] {
		const { source, reprocessFailed = false } = this.options;
		const before = keysIn(marks, this.options);
		const lost = before.filter((key) => this.isLost(key, marks.sha256));
		const after = marksAfter(marks, source, lost, added);
		if (isLeft(after)) {
			const isGone = lost.some((key) => !this.items.has(key));
			return [
				{ kind: 'delete', action: 'deleted', keys: lost, items: [], document, marks, isGone },
			];
		}
		const kept = keysIn(after, this.options);
		const isWanted = (key: string) => this.sha256Of(key) !== undefined;
		const wantedKeys = kept.filter(isWanted);
		if (wantedKeys.length === 0 && lost.length === 0) return [];
		const keys = [...wantedKeys, ...kept.filter((key) => !isWanted(key))];
		const items = this.numbersOf(wantedKeys);
		const [wanted] = this.itemsWith(wantedKeys);
		const changes = wanted && isOwner(after, this.options) ? missingIn(document, wanted) : {};
		const reprocess =
			reprocessFailed && wanted !== undefined && !marks.adopted && hasFailed(document);
		const known = { document, marks, items, reprocess };
		const isMoved = lost.length > 0 || added.length > 0;
		if (!isMoved && isNothing(changes)) {
			return [{ kind: 'keep', action: 'unchanged', keys, ...known }];
		}
		const action = !isMoved ? 'updated' : before.length > 0 ? 'moved' : this.newOr(added);
		return [
			{
				kind: 'change',
				action,
				// Of a document that stays for others, the keys that it had.
				keys: keys.length > 0 ? keys : lost,
				lost,
				added,
				changes,
				...known,
			},
		];
	}

	/** Keys with a content that cannot be read are not lost: nobody knows what they want. */
	private isLost(key: string, sha256: string): boolean {
		const item = this.items.get(key);
		if (item === undefined) return this.options.deleteMissing ?? false;
		const wanted = this.sha256Of(key);
		return wanted !== undefined && wanted !== sha256;
	}

	private newOr(keys: string[]): 'created' | 'replaced' {
		return keys.some((key) => this.held.has(key)) ? 'replaced' : 'created';
	}

	private sha256Of(key: string): string | undefined {
		return this.itemsWith([key])[0]?.sha256;
	}

	/** Those of the keys' items whose content is known. */
	private itemsWith(keys: string[]): WantedDocument[] {
		return keys
			.map((key) => this.wanted[this.items.get(key) ?? -1])
			.filter((item): item is WantedDocument => item !== undefined && 'sha256' in item);
	}

	private numbersOf(keys: string[]): number[] {
		return keys
			.map((key) => this.items.get(key))
			.filter((item) => item !== undefined)
			.sort((one, other) => one - other);
	}
}
