import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import { anObject, aText, listOf, objectOf, optional, type Shape } from './shape';

/** One page of a list; `next` asks for the one after it and is absent on the last page. */
export interface Page<T> {
	entities: T[];
	next?: string;
}

/** Sends a request and gives the JSON of the response, which fits the shape. */
export type Ask = <T>(request: ApiRequest, shape: Shape<T>) => Promise<T>;

/** How a list tells its pages apart. */
export interface PagingStyle {
	/** Query fields that ask for the page that `next` named, the first one without it. */
	query(next?: string): IDataObject;
	page<T extends IDataObject>(
		ask: Ask,
		request: ApiRequest,
		entity: Shape<T>,
		next?: string,
	): Promise<Page<T>>;
}

/** Most entities a page may hold: all lists allow 100, some no more. */
const largestPage = 100;

/** `page` counts from 0. */
const numbered = (next = '0') => ({ page: Number(next) });
const numberAfter = (next = '0') => String(Number(next) + 1);

/** The response is a bare array: no sign of the end but an empty page. */
export const numberedPages: PagingStyle = {
	query: numbered,
	page: async (ask, request, entity, next) => {
		const entities = await ask(request, listOf(entity));
		return entities.length > 0 ? { entities, next: numberAfter(next) } : { entities };
	},
};

/** `page_token` is what the response before named as `next_page_token`. */
export const cursorPages: PagingStyle = {
	query: (next) => (next ? { page_token: next } : {}),
	page: async (ask, request, entity, asked) => {
		const { data, next_page_token: next } = await ask(request, cursorPage(entity, asked));
		return next ? { entities: data, next } : { entities: data };
	},
};

interface CursorPage<T extends IDataObject> extends IDataObject {
	data: T[];
	next_page_token?: string | null;
}

/** A page that names itself as the next one would be asked for without end. */
const cursorPage = <T extends IDataObject>(
	entity: Shape<T>,
	asked?: string,
): Shape<CursorPage<T>> => ({
	misfit: (json) => {
		const page = objectOf<CursorPage<T>>({
			data: listOf(entity),
			next_page_token: optional(aText),
		});
		const isItself = (found: CursorPage<T>) =>
			asked !== undefined && found.next_page_token === asked;
		return (
			page.misfit(json) ??
			(isItself(json as CursorPage<T>) ? 'the page names itself as the next one' : undefined)
		);
	},
});

/** Each response says whether there are more. */
export const pagesUntilLast: PagingStyle = {
	query: numbered,
	page: async (ask, request, entity, next) => {
		const { data, pagination } = await ask(request, documentPage(entity));
		const hasMore = pagination?.has_more === true;
		return hasMore ? { entities: data, next: numberAfter(next) } : { entities: data };
	},
};

const documentPage = <T extends IDataObject>(entity: Shape<T>) =>
	objectOf<IDataObject & { data: T[]; pagination?: IDataObject | null }>({
		data: listOf(entity),
		pagination: optional(anObject),
	});

/** Where to begin, and how many entities are wanted at most. */
export interface PageRange {
	next?: string;
	limit?: number;
}

/** In a row: pages may be empty, as they may hold what this key may not see. */
const mostEmptyPages = 50;

/**
 * Asks for page after page, until there is no next one or nobody wants it. Lists shift while they are
 * read, and a page that brings only what was there ends them.
 *
 * @param emptyError what is thrown for a list that does not end, but brings nothing any more
 */
export async function* pagesOf<T extends IDataObject>(
	ask: Ask,
	request: ApiRequest,
	style: PagingStyle,
	entity: Shape<T>,
	{ next, limit = Infinity }: PageRange,
	emptyError: (what: string) => Promise<Error>,
): AsyncGenerator<Page<T>> {
	const page_size = Math.min(limit, largestPage);
	const seen = new Set<string>();
	let page: Page<T> = { entities: [], next };
	for (let empty = 0; empty < mostEmptyPages;) {
		const query = { ...request.query, page_size, ...style.query(page.next) };
		page = await style.page(ask, { ...request, query }, entity, page.next);
		yield page;
		const before = seen.size;
		for (const one of page.entities) seen.add(keyOf(one));
		const isEnd = seen.size === before && page.entities.length > 0;
		if (isEnd || page.next === undefined) return;
		empty = page.entities.length > 0 ? 0 : empty + 1;
	}
	throw await emptyError(`${mostEmptyPages} pages in a row were empty, and each named one more`);
}

/** Of an agent there are versions with one id. */
const keyOf = ({ id, version }: IDataObject) => JSON.stringify([id, version]);

/** Up to `limit` entities of a list, each once and as it was last seen: they may change meanwhile. */
export async function entitiesOf<T extends IDataObject>(
	pages: AsyncIterable<Page<T>>,
	limit = Infinity,
): Promise<T[]> {
	const found = new Map<string, T>();
	for await (const { entities } of pages) {
		for (const entity of entities) found.set(keyOf(entity), entity);
		if (found.size >= limit) break;
	}
	return [...found.values()].slice(0, limit);
}
