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

/** What is known of a file without its bytes. */
export interface FileFacts {
	fileName: string;
	mimeType: string | null;
	/** In bytes. */
	size: number;
	/** Hexadecimal. */
	sha256: string;
}

/** What a PATCH may change. */
export interface DocumentChanges {
	name?: string;
	/** Replaces all attributes (assumed); `null` takes them away. */
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
	private extracted: string[] | undefined;

	constructor(
		private readonly origin: Origin,
		readonly file: FileFacts,
		public progress: Progress,
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

	change(changes: DocumentChanges): void {
		this.changes = { ...this.changes, ...changes };
	}

	/** The text page by page; undefined until it was processed well. */
	get pages(): string[] | undefined {
		if (!isSearchable(this.progress.status)) return undefined;
		return (this.extracted ??= this.origin.pages());
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
			...findings(this.pages),
		};
	}
}

/** What processing adds to a document. A word counts as a token. */
function findings(pages: string[] | undefined) {
	const text = pages?.join('\n') ?? '';
	const summary = text.trim().split('\n')[0]?.slice(0, 200) || null;
	const main = pages ? countWords(text) : null;
	const short = pages ? countWords(summary ?? '') : null;
	return {
		summary,
		number_of_pages: pages?.length ?? null,
		tokens_processing_main_content: main,
		tokens_processing_summary: short,
		tokens_processing_total: (main ?? 0) + (short ?? 0),
	};
}

const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;
