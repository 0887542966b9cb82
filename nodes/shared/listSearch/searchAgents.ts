import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { cursorPages, requestPage } from '../transport/paging';
import { pickerRequest } from './pickerRequest';

/** Searched by Mistral, in names and ids. */
export async function searchAgents(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { entities, next } = await requestPage(
		pickerRequest(this),
		{ method: 'GET', path: ['v1', 'agents', 'pages'], query: filter ? { search: filter } : {} },
		cursorPages,
		undefined,
		paginationToken,
	);
	return {
		results: entities.map(({ id, name }) => ({ name: String(name || id), value: String(id) })),
		paginationToken: next,
	};
}
