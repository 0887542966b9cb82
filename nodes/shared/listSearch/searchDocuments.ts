import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { documentsPath } from '../document/documentPath';
import { aDocument } from '../transport/entities';
import { pagesUntilLast } from '../transport/paging';
import { chosenId, searchByName } from './picker';

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
		aDocument,
		filter,
		paginationToken,
	);
}
