import type { Document } from '../shared/transport/entities';

export type Kind = 'added' | 'processed' | 'failed';

export interface DocumentEvent {
	event: Kind;
	document: Document;
}

/**
 * Up to where events of a kind have been seen. It follows one poll behind: a listing may miss documents
 * when its pages shift while it is read, and the next one still has them.
 */
interface Cursor {
	/** Until then all is old, in ms since 1970. */
	at: number;
	/** The newest time of the last poll; the next poll begins there. */
	newest: number;
	/** Times of what was seen at or after `at`, by the ID of the document. */
	seen: Record<string, number>;
}

/** What is remembered of a library. */
export interface Known {
	added: Cursor;
	/** Of the end of the processing, good or bad. */
	ended: Cursor;
	/**
	 * Documents whose processing has not ended, with their status; `failed` of one whose content is still
	 * missing, which was an event; `absent` of one that the last listing did not have.
	 */
	pending: Record<string, string>;
}

const goodEnds = ['done', 'noop', 'self_managed'];

/** How the processing has ended; undefined when it has not. */
function endOf({ process_status: status }: Document): 'processed' | 'failed' | undefined {
	if (status && goodEnds.includes(status)) return 'processed';
	return status === 'error' ? 'failed' : undefined;
}

/** Since 1970, in ms; the API writes UTC. */
function timeOf(text: string | null | undefined): number | undefined {
	const time = Date.parse(text && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : (text ?? ''));
	return Number.isNaN(time) ? undefined : time;
}

/**
 * What has happened in a library since the last poll, each event once.
 *
 * @param documents one listing of the library, oldest first
 * @param before undefined in the first poll, which only notes what is there
 */
export function newEvents(
	documents: Document[],
	before: Known | undefined,
): { found: DocumentEvent[]; known: Known } {
	const added = new Follower(before?.added);
	const ended = new Follower(before?.ended);
	const pending: Known['pending'] = {};
	const additions: DocumentEvent[] = [];
	const ends: DocumentEvent[] = [];
	for (const document of documents) {
		const isAdded = added.isNew(document.id, timeOf(document.created_at));
		if (isAdded) additions.push({ event: 'added', document });
		const was = before?.pending[document.id];
		const end = endOf(document);
		// An end may come without a time, as that of a failed processing.
		const isLater =
			end !== undefined && ended.isNew(document.id, timeOf(document.last_processed_at));
		if (end && was !== end && (isAdded || isLater || was !== undefined)) {
			ends.push({ event: end, document });
		}
		if (end) continue;
		const status = document.process_status ?? '';
		const isMissing = status === 'missing_content' && was === status;
		if (isMissing) ends.push({ event: 'failed', document });
		pending[document.id] = isMissing || was === 'failed' ? 'failed' : status;
	}
	const listed = new Set(documents.map(({ id }) => id));
	for (const [id, status] of Object.entries(before?.pending ?? {})) {
		if (!listed.has(id) && status !== 'absent') pending[id] = 'absent';
	}
	const known = { added: added.next(), ended: ended.next(), pending };
	return { found: before ? [...additions, ...ends] : [], known };
}

/** Tells new times from those seen before, and makes the next cursor. */
class Follower {
	private readonly at: number;

	private readonly times = new Map<string, number>();

	constructor(private readonly before: Cursor | undefined) {
		this.at = before?.at ?? -Infinity;
	}

	isNew(id: string, time: number | undefined): boolean {
		if (time === undefined || time < this.at) return false;
		this.times.set(id, time);
		return this.before?.seen[id] !== time;
	}

	next(): Cursor {
		const newest = Math.max(this.before?.newest ?? 0, ...this.times.values());
		// The first poll takes all that is there for old.
		const at = this.before?.newest ?? newest;
		const all = { ...this.before?.seen, ...Object.fromEntries(this.times) };
		const seen = Object.fromEntries(Object.entries(all).filter(([, time]) => time >= at));
		return { at, newest, seen };
	}
}

/** For trying out: what the latest documents are, newest first. */
export const latestEvents = (documents: Document[]): DocumentEvent[] =>
	documents.flatMap((document) => {
		const end = endOf(document);
		return [{ event: 'added' as const, document }, ...(end ? [{ event: end, document }] : [])];
	});
