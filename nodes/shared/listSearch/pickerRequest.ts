import {
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import { type PagingStyle, requestPage } from '../transport/paging';
import { apiRequest } from '../transport/request';

/** A person waits in front of a picker: one more attempt and half the time are enough. */
const patience = { itemIndex: 0, maxRetries: 1, timeout: 30_000 };

/** Sends requests for a picker. */
export const pickerRequest = (context: ILoadOptionsFunctions) => async (request: ApiRequest) =>
	await apiRequest(context, request, patience);

/**
 * The ID in another locator of the node, in which the picker's entries are.
 *
 * @param what is to be chosen there, and how to enter an entry without the list
 */
export function chosenId(
	context: ILoadOptionsFunctions,
	locator: string,
	what: { name: string; instead: string },
): string {
	const id = String(context.getCurrentNodeParameter(locator, { extractValue: true }) ?? '');
	// An expression is not evaluated here, so there is nothing to list yet.
	if (id && !id.startsWith('=')) return id;
	throw new NodeOperationError(context.getNode(), `Choose ${what.name} from the list first`, {
		description: `With ${what.name} that an expression gives, enter ${what.instead}.`,
	});
}

/** Whether any of the texts contains what was typed; everything does when nothing was. */
export const matches = (filter: string | undefined, ...texts: unknown[]) =>
	texts.some((text) =>
		String(text ?? '')
			.toLowerCase()
			.includes((filter ?? '').toLowerCase()),
	);

/** One page of a list that Mistral itself searches, shown by name. */
export async function searchByName(
	context: ILoadOptionsFunctions,
	path: string[],
	style: PagingStyle,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { entities, next } = await requestPage(
		pickerRequest(context),
		{ method: 'GET', path, query: filter ? { search: filter } : {} },
		style,
		undefined,
		paginationToken,
	);
	return {
		results: entities.map(({ id, name }) => ({ name: String(name || id), value: String(id) })),
		paginationToken: next,
	};
}
