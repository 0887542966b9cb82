import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { documentsPath } from '../document/path';
import { pagesUntilLast } from '../transport/paging';
import { chosenId, searchByName } from './pickerRequest';

/** Documents of the library that is chosen in the same node, searched by Mistral. */
export async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const libraryId = chosenId(this, 'libraryId', {
		name: 'a library',
		instead: 'the document by its ID',
	});
	return await searchByName(
		this,
		documentsPath(libraryId),
		pagesUntilLast,
		filter,
		paginationToken,
	);
}
