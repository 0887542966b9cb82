import { documentsPath } from '../shared/document/documentPath';
import { toUtc } from '../shared/operation/dateTime';
import type { Api, ApiResponse } from '../shared/transport/api';
import type { ApiRequest } from '../shared/transport/apiRequest';
import { aDocument, type Document } from '../shared/transport/entities';
import { Multipart, type UploadFile } from '../shared/transport/multipart';

export const uploadRequest = (libraryId: string): ApiRequest => ({
	method: 'POST',
	path: documentsPath(libraryId),
	// The same content gives the same document.
	repeatable: true,
	// Nobody knows how long a file takes.
	timeout: 0,
});

/** @returns the document, and whether this upload has made it: otherwise the library had the content */
export async function sendFile(
	api: Api,
	libraryId: string,
	file: UploadFile,
): Promise<{ document: Document; isNew: boolean }> {
	const begun = Date.now();
	const request = { ...uploadRequest(libraryId), form: new Multipart(file) };
	const response = await api.send(request, aDocument);
	return { document: response.json, isNew: isNew(response, Date.now() - begun) };
}

/**
 * Whether the upload has made the document. An attempt whose response was lost may have made it, and the
 * next one has found it there: then it is no older than the upload has taken, in ms.
 */
function isNew(
	{ statusCode, mayHaveBeenCarriedOut, headers, json }: ApiResponse<Document>,
	took: number,
): boolean {
	if (statusCode === 201 || !mayHaveBeenCarriedOut) return statusCode === 201;
	const age = Date.parse(headers.date ?? '') - Date.parse(toUtc(json.created_at, 'UTC') ?? '');
	// The header has no fractions of seconds.
	return age < took + 1000;
}
