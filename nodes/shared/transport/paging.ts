import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from './apiRequest';

/** One page of a list; `next` asks for the one after it and is absent on the last page. */
export interface Page {
	entities: IDataObject[];
	next?: string;
}

/** How a list tells its pages apart. */
export interface PagingStyle {
	/** Query fields that ask for the page that `next` named, the first one without it. */
	query(next?: string): IDataObject;
	read(answer: unknown, next?: string): Page;
}

/** Most entities a page may hold: all lists allow 100, some no more. */
const largestPage = 100;

/** `page` counts from 0 and the answer is a bare array: no sign of the end but an empty page. */
export const numberedPages: PagingStyle = {
	query: (next = '0') => ({ page: Number(next) }),
	read: (answer, next = '0') => {
		const entities = answer as IDataObject[];
		return entities.length > 0 ? { entities, next: String(Number(next) + 1) } : { entities };
	},
};

/** `page_token` is what the answer before named as `next_page_token`. */
export const cursorPages: PagingStyle = {
	query: (next) => (next ? { page_token: next } : {}),
	read: (answer) => {
		const { data, next_page_token: next } = answer as {
			data: IDataObject[];
			next_page_token?: string | null;
		};
		return next ? { entities: data, next } : { entities: data };
	},
};

/** `page` counts from 0, and each answer says whether there are more. */
export const pagesUntilLast: PagingStyle = {
	query: numberedPages.query,
	read: (answer, next = '0') => {
		const { data, pagination } = answer as {
			data: IDataObject[];
			pagination: { has_more: boolean };
		};
		return pagination.has_more
			? { entities: data, next: String(Number(next) + 1) }
			: { entities: data };
	},
};

/** Asks for one page of at most `size` entities. */
export async function requestPage(
	send: (request: ApiRequest) => Promise<unknown>,
	request: ApiRequest,
	style: PagingStyle,
	size = largestPage,
	next?: string,
): Promise<Page> {
	const query = { ...request.query, page_size: Math.min(size, largestPage), ...style.query(next) };
	return style.read(await send({ ...request, query }), next);
}

/**
 * Asks page by page for up to `limit` entities, each once: lists shift while they are read, and a
 * page that brings only what was there ends them. An empty page that names a next one does not: it may
 * hold what this key may not see. Entities may change meanwhile; of an agent there are versions with one
 * id.
 */
export async function requestPages(
	send: (request: ApiRequest) => Promise<unknown>,
	request: ApiRequest,
	style: PagingStyle,
	limit = Infinity,
): Promise<IDataObject[]> {
	const found = new Map<string, IDataObject>();
	let next: string | undefined;
	do {
		const before = found.size;
		const page = await requestPage(send, request, style, limit, next);
		for (const entity of page.entities) {
			found.set(JSON.stringify([entity.id, entity.version]), entity);
		}
		next = found.size > before || page.entities.length === 0 ? page.next : undefined;
	} while (next && found.size < limit);
	return [...found.values()].slice(0, limit);
}
