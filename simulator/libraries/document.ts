import type { FileFacts } from '../files/uploads';
import { LateChange } from '../lag';
import type { SimulatorSettings } from '../settings';
import { isSearchable, oldStatus, type ProcessStatus, type Progress } from './processing';
import { extensionOf } from './text';

/** A document as the API shows it (schema `Document`). Times are ISO 8601 strings. */
export interface Document {
	id: string;
	library_id: string;
	/** Deprecated. 32 hexadecimal digits (observed); that they come from the content is assumed. */
	hash: string;
	mime_type: string | null;
	extension: string | null;
	/** In bytes. */
	size: number;
	name: string;
	summary: string | null;
	created_at: string;
	last_processed_at: string | null;
	number_of_pages: number | null;
	process_status: ProcessStatus;
	uploaded_by_id: string;
	uploaded_by_type: string;
	tokens_processing_main_content: number | null;
	tokens_processing_summary: number | null;
	url: string | null;
	attributes: Record<string, unknown> | null;
	expires_at: string | null;
	processing_status: string;
	tokens_processing_total: number;
}

/** What a PATCH may change. */
export interface DocumentChanges {
	name?: string;
	/** Replaces or joins the attributes, as the settings say; `null` takes them away. */
	attributes?: Record<string, unknown> | null;
	/** ISO 8601 time after which the document is gone. */
	expires_at?: string | null;
}

/** What a document knows from its library. */
interface Origin {
	id: string;
	library_id: string;
	owner_id: string;
	/** The text, page by page. */
	pages: () => string[];
}

/** A document in its library. */
export class StoredDocument {
	readonly created_at = new Date().toISOString();
	private changes: DocumentChanges = {};
	private extracted: Findings | undefined;
	/** The processing before, and how readers come to see that there is another one. */
	private former: { progress: Progress; change: LateChange } | undefined;

	constructor(
		private readonly origin: Origin,
		readonly file: FileFacts,
		private current: Progress,
		private readonly settings: SimulatorSettings,
	) {}

	get id(): string {
		return this.origin.id;
	}

	get name(): string {
		return this.changes.name ?? this.file.fileName;
	}

	get isExpired(): boolean {
		const { expires_at } = this.changes;
		return Boolean(expires_at) && Date.parse(String(expires_at)) <= Date.now();
	}

	change({ attributes, ...changes }: DocumentChanges): void {
		this.changes = { ...this.changes, ...changes };
		if (attributes === undefined) return;
		const isMerged = attributes !== null && this.settings.attributes === 'merge';
		this.changes.attributes = isMerged ? { ...this.changes.attributes, ...attributes } : attributes;
	}

	/** The processing that readers see at present. */
	get progress(): Progress {
		return this.former?.progress ?? this.current;
	}

	/** Somebody looks at the document, which may take its processing further. */
	look(): void {
		if (this.former && !this.former.change.read()) return;
		this.former = undefined;
		this.current.look();
	}

	processAgain(progress: Progress): void {
		const change = new LateChange(this.settings.statusLag);
		this.former = { progress: this.progress, change };
		this.current = progress;
	}

	/** The text page by page; undefined until it was processed well. */
	get pages(): string[] | undefined {
		return this.findings?.pages;
	}

	/** Read once, as files may be large and documents are often shown. */
	private get findings(): Findings | undefined {
		if (!isSearchable(this.progress.status)) return undefined;
		return (this.extracted ??= findingsIn(this.origin.pages()));
	}

	/** As the API shows it at this moment. */
	shown(): Document {
		const { status, endedAt } = this.progress;
		const { fileName, mimeType, size, sha256 } = this.file;
		const { attributes = null, expires_at = null } = this.changes;
		return {
			id: this.id,
			library_id: this.origin.library_id,
			hash: sha256.slice(0, 32),
			mime_type: mimeType,
			extension: extensionOf(fileName),
			size,
			name: this.name,
			created_at: this.created_at,
			last_processed_at: endedAt?.toISOString() ?? null,
			process_status: status,
			uploaded_by_id: this.origin.owner_id,
			uploaded_by_type: 'Workspace',
			url: null,
			attributes,
			expires_at,
			processing_status: oldStatus(status),
			...(this.findings?.fields ?? nothingYet),
		};
	}
}

/** What processing adds to a document. */
interface Findings {
	pages: string[];
	/** Those that the API shows. A word counts as a token. */
	fields: Pick<Document, keyof typeof nothingYet>;
}

const nothingYet = {
	summary: null,
	number_of_pages: null,
	tokens_processing_main_content: null,
	tokens_processing_summary: null,
	tokens_processing_total: 0,
};

function findingsIn(pages: string[]): Findings {
	const text = pages.join('\n');
	const summary = text.trim().split('\n', 1)[0]?.slice(0, 200) || null;
	const tokens_processing_main_content = countWords(text);
	const tokens_processing_summary = countWords(summary ?? '');
	return {
		pages,
		fields: {
			summary,
			number_of_pages: pages.length,
			tokens_processing_main_content,
			tokens_processing_summary,
			tokens_processing_total: tokens_processing_main_content + tokens_processing_summary,
		},
	};
}

const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;
