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

/**
 * The id that is chosen in another picker of the same node.
 *
 * @throws {NodeOperationError} when there is none
 */
export function chosenId(
	context: ILoadOptionsFunctions,
	parameter: string,
	[kind, wanted]: [string, string],
): string {
	const id = context.getCurrentNodeParameter(parameter, { extractValue: true });
	// An expression is not evaluated here, so nothing is chosen yet.
	if (id && !String(id).startsWith('=')) return String(id);
	throw new NodeOperationError(context.getNode(), `Choose a ${kind} from the list first`, {
		description: `With a ${kind} that an expression gives, enter the ${wanted} by its ID.`,
	});
}
