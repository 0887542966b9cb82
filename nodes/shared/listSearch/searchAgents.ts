import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { anAgent } from '../transport/entities';
import { cursorPages } from '../transport/paging';
import { searchByName } from './picker';

/** Searched by Mistral, in names and ids. */
export async function searchAgents(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchByName(
		this,
		['v1', 'agents', 'pages'],
		cursorPages,
		anAgent,
		filter,
		paginationToken,
	);
}
