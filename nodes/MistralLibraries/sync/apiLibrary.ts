import { documentPath, documentsPath } from '../../shared/document/documentPath';
import type { Api } from '../../shared/transport/api';
import type { ApiRequest } from '../../shared/transport/apiRequest';
import { aDocument, type Document } from '../../shared/transport/entities';
import { isNotFound } from '../../shared/transport/errors';
import { entitiesOf, type Page, pagesUntilLast } from '../../shared/transport/paging';
import { anything } from '../../shared/transport/shape';
import type { LibraryDocument, SyncedLibrary } from './library';

/**
 * All documents of a library, each once, with what sync looks at and no more: there may be many. The
 * oldest come first, so that those added meanwhile shift no page.
 */
export async function listDocuments(api: Api, libraryId: string): Promise<LibraryDocument[]> {
	const request: ApiRequest = {
		method: 'GET',
		path: documentsPath(libraryId),
		query: { sort_by: 'created_at', sort_order: 'asc' },
	};
	return await entitiesOf(onlyLooked(api.pages(request, pagesUntilLast, aDocument)));
}

async function* onlyLooked(
	pages: AsyncGenerator<Page<Document>>,
): AsyncGenerator<Page<LibraryDocument>> {
	for await (const { entities, next } of pages) {
		const looked = entities.map((document) => {
			const { id, name, process_status, attributes, expires_at } = libraryDocument(document);
			return { id, name, process_status, attributes, expires_at };
		});
		yield { entities: looked, next };
	}
}

/** The document with what sync needs of it. */
export const libraryDocument = (document: Document): LibraryDocument => ({
	...document,
	name: document.name ?? '',
	process_status: document.process_status ?? '',
});

/** A library of the API as sync sees it, but for uploads and waits. What it gives are whole documents. */
export function apiLibrary(api: Api, libraryId: string): Omit<SyncedLibrary, 'upload' | 'wait'> {
	const pathOf = (documentId: string, ...rest: string[]) =>
		documentPath({ libraryId, documentId }, ...rest);
	const documentOf = async (request: Pick<ApiRequest, 'method' | 'path' | 'body'>) =>
		libraryDocument((await api.send(request, aDocument)).json);
	return {
		read: async (id) => await unlessGone(documentOf({ method: 'GET', path: pathOf(id) })),
		patch: async (id, body) => await documentOf({ method: 'PATCH', path: pathOf(id), body }),
		delete: async (id) => {
			await unlessGone(api.send({ method: 'DELETE', path: pathOf(id) }, anything));
		},
		reprocess: async (id) => {
			await api.send({ method: 'POST', path: pathOf(id, 'reprocess') }, anything);
		},
	};
}

/** @returns undefined for what is not there any more */
const unlessGone = async <T>(sending: Promise<T>): Promise<T | undefined> =>
	await sending.then(undefined, async (error: Error) =>
		isNotFound(error) ? undefined : await Promise.reject(error),
	);
