import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { aLibrary } from '../transport/entities';
import { cursorPages } from '../transport/paging';
import { searchByName } from './picker';

/** Searched by Mistral, in names. */
export async function searchLibraries(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchByName(
		this,
		['v1', 'libraries'],
		cursorPages,
		aLibrary,
		filter,
		paginationToken,
	);
}
