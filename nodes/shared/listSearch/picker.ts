import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';

import { type Api, bindApi } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import type { Page, PagingStyle } from '../transport/paging';
import type { Shape } from '../transport/shape';

/** A person waits in front of a picker: one more attempt and half the time are enough. */
export const pickerApi = (context: ILoadOptionsFunctions): Api =>
	bindApi(context, { maxRetries: 1, timeout: 30_000 });

/**
 * The ID in another locator of the node, in which the picker's entries are. Of an error the picker shows the
 * message only, so it says all.
 *
 * @param what is to be chosen there, and how to enter an entry without the list
 */
export function chosenId(
	context: ILoadOptionsFunctions,
	locator: string,
	what: { name: string; instead: string },
): string {
	const id = String(context.getCurrentNodeParameter(locator, { extractValue: true }) ?? '');
	// The editor gives nothing, or the expression itself, where it has no data for an expression yet.
	if (id && !id.startsWith('=')) return id;
	throw new NodeOperationError(
		context.getNode(),
		`Choose ${what.name} first, or enter ${what.instead}`,
	);
}

/** Whether any of the texts contains what was typed; everything does when nothing was. */
export const matches = (filter: string | undefined, ...texts: unknown[]) =>
	texts.some((text) =>
		String(text ?? '')
			.toLowerCase()
			.includes((filter ?? '').toLowerCase()),
	);

/** One page of a list. */
export async function pageOf<T extends IDataObject>(
	context: ILoadOptionsFunctions,
	request: ApiRequest,
	style: PagingStyle,
	entity: Shape<T>,
	paginationToken?: string,
): Promise<Page<T>> {
	const pages = pickerApi(context).pages(request, style, entity, { next: paginationToken });
	for await (const page of pages) return page;
	return { entities: [] };
}

/** A person does not wait for more. */
const mostPages = 50;

/**
 * The next page with a match, for lists that the API cannot search.
 *
 * @throws {NodeApiError} when there is none among the next 50 pages
 */
export async function pageWith<T extends IDataObject>(
	context: ILoadOptionsFunctions,
	request: ApiRequest,
	style: PagingStyle,
	entity: Shape<T>,
	isMatch: (one: T) => boolean,
	paginationToken?: string,
): Promise<Page<T>> {
	const api = pickerApi(context);
	let pages = 0;
	for await (const { entities, next } of api.pages(request, style, entity, {
		next: paginationToken,
	})) {
		const found = entities.filter(isMatch);
		if (found.length > 0) return { entities: found, next };
		if (++pages < mostPages || next === undefined) continue;
		throw api.fault({
			words: `None of the first ${mostPages} pages of the list has what you look for`,
			advice: 'Enter the ID instead.',
		});
	}
	return { entities: [] };
}

/** When something was made, to the minute; empty where the API does not say it. */
export const minuteOf = (time: unknown) =>
	typeof time === 'string' ? time.slice(0, 16).replace('T', ' ') : '';

/** A title with what tells it apart, as far as that is known. */
export const titleWith = (title: string, ...details: unknown[]) => {
	const known = details.filter((detail) => typeof detail === 'string' && detail);
	return known.length > 0 ? `${title} (${known.join(', ')})` : title;
};

/** One page of a list that Mistral itself searches, shown by name. */
export async function searchByName(
	context: ILoadOptionsFunctions,
	path: string[],
	style: PagingStyle,
	entity: Shape<IDataObject & { id: string; name?: string | null }>,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const query = filter ? { search: filter } : {};
	const request: ApiRequest = { method: 'GET', path, query };
	const { entities, next } = await pageOf(context, request, style, entity, paginationToken);
	return {
		results: entities.map(({ id, name }) => ({ name: String(name || id), value: id })),
		paginationToken: next,
	};
}
