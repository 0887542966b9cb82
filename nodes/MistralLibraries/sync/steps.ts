import type { Described } from './changes';
import type { Scope } from './guards';
import type { LibraryDocument } from './library';
import type { Marks } from './marks';

/** What one item of the listing wants to be in the library. */
export interface WantedDocument extends Described {
	key: string;
	name: string;
	/** Of the content: 64 hexadecimal digits. */
	sha256: string;
}

/** An item whose content cannot be read: the documents with its key stay as they are. */
export interface UnreadableDocument {
	key: string;
	error: Error;
}

/** The listing. Numbers of items in a plan are those of this list. */
export type Wanted = Array<WantedDocument | UnreadableDocument>;

/** What a plan depends on, besides the listing and the library. */
export interface PlanOptions extends Scope {
	libraryId: string;
	/** Documents go too when their keys are gone from the listing. */
	deleteMissing?: boolean;
	/** Documents whose processing has failed are processed again, which is billed again. */
	reprocessFailed?: boolean;
}

/** What happens to one document. */
interface StepOf<Kind extends string, Action extends string> {
	kind: Kind;
	/** What it is when it succeeds. */
	action: Action;
	/** Of this source and in scope, those of the listing first; of one that goes: those it had. */
	keys: string[];
	/** Those that want it, ascending; none when the document is wanted no more. */
	items: number[];
}

/** A content that no marked document has. */
export interface UploadStep extends StepOf<'upload', 'created' | 'replaced'> {
	/** Of the first key: its content goes up, under its name. */
	wanted: WantedDocument;
	/** Its number. */
	item: number;
}

/** A document of ours in the listing. */
export interface Known {
	document: LibraryDocument;
	/** As they were in the listing: when they are others before a write, it is not done. */
	marks: Marks;
}

/** A document that stays and gets a PATCH. */
export interface ChangeStep
	extends StepOf<'change', 'created' | 'replaced' | 'moved' | 'updated'>, Known {
	lost: string[];
	added: string[];
	changes: Described;
	reprocess: boolean;
}

export interface KeepStep extends StepOf<'keep', 'unchanged'>, Known {
	reprocess: boolean;
}

export interface DeleteStep extends StepOf<'delete', 'deleted'>, Known {
	/** Keys are gone; otherwise all have other contents. */
	isGone: boolean;
}

export interface FailedStep extends StepOf<'failed', 'failed'> {
	error: Error;
}

export type Step = UploadStep | ChangeStep | KeepStep | DeleteStep | FailedStep;
