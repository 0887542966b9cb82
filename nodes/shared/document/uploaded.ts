import { type IDataObject, NodeApiError } from 'n8n-workflow';

/**
 * Does what is left to do after an upload.
 *
 * @throws what the work throws; an error of the API says that the document is there, with `documentId` in its context
 */
export async function onceUploaded<T>(document: IDataObject, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw knowing(error as Error, document);
	}
}

function knowing(error: Error, { id, name }: IDataObject): Error {
	if (!(error instanceof NodeApiError)) return error;
	const known = `The document "${String(name)}" is uploaded (ID ${String(id)}), but the rest failed.`;
	error.message = `${known} ${error.message}`;
	error.description = `${known} ${error.description ?? ''}`.trim();
	error.context.documentId = id;
	return error;
}
