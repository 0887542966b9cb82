import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';
import { dataOf } from './entities';
import { listOf, type Shape } from './shape';

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
	page: async (ask, request, entity) => {
		const { data, next_page_token: next } = await ask(request, dataOf(entity));
		return next ? { entities: data, next: String(next) } : { entities: data };
	},
};

/** Each response says whether there are more. */
export const pagesUntilLast: PagingStyle = {
	query: numbered,
	page: async (ask, request, entity, next) => {
		const { data, pagination } = await ask(request, dataOf(entity));
		const { has_more: hasMore } = (pagination ?? {}) as { has_more?: boolean };
		return hasMore ? { entities: data, next: numberAfter(next) } : { entities: data };
	},
};

/** Where to begin, and how many entities are wanted at most. */
export interface PageRange {
	next?: string;
	limit?: number;
}

/** Asks for page after page, until there is no next one or nobody wants it. */
export async function* pagesOf<T extends IDataObject>(
	ask: Ask,
	request: ApiRequest,
	style: PagingStyle,
	entity: Shape<T>,
	{ next, limit = Infinity }: PageRange,
): AsyncGenerator<Page<T>> {
	const page_size = Math.min(limit, largestPage);
	let page: Page<T> = { entities: [], next };
	do {
		const query = { ...request.query, page_size, ...style.query(page.next) };
		page = await style.page(ask, { ...request, query }, entity, page.next);
		yield page;
	} while (page.next !== undefined);
}

/**
 * Up to `limit` entities of a list, each once: lists shift while they are read, and a page that brings
 * only what was there ends them. An empty page that names a next one does not: it may hold what this key
 * may not see. Entities may change meanwhile; of an agent there are versions with one id.
 */
export async function entitiesOf<T extends IDataObject>(
	pages: AsyncIterable<Page<T>>,
	limit = Infinity,
): Promise<T[]> {
	const found = new Map<string, T>();
	for await (const { entities } of pages) {
		const before = found.size;
		for (const entity of entities) {
			found.set(JSON.stringify([entity.id, entity.version]), entity);
		}
		const isEnd = found.size === before && entities.length > 0;
		if (isEnd || found.size >= limit) break;
	}
	return [...found.values()].slice(0, limit);
}
