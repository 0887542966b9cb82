import { NodeApiError } from 'n8n-workflow';

import type { Document } from '../transport/entities';

/**
 * Does what is left to do after an upload.
 *
 * @throws what the work throws; an error of the API says that the document is there, with `documentId` in its context
 */
export async function onceUploaded<T>(document: Document, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw knowing(error as Error, document);
	}
}

function knowing(error: Error, { id, name }: Document): Error {
	// One that names the document already says what is to be known.
	if (!(error instanceof NodeApiError) || error.context.documentId) return error;
	const known = `The document "${name ?? ''}" is uploaded (ID ${id}), but the rest failed.`;
	error.message = `${known} ${error.message}`;
	error.description = `${known} ${error.description ?? ''}`.trim();
	error.context.documentId = id;
	return error;
}
