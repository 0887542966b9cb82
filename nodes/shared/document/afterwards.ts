import { NodeApiError } from 'n8n-workflow';

/** What Mistral has done already, for the errors of what is left to do. */
export interface Done {
	documentId: string;
	/** A sentence. */
	words: string;
	/** A sentence: how what is left gets done. */
	advice?: string;
}

/**
 * Does what is left to do after a call that must not be forgotten.
 *
 * @throws what the work throws; an error of the API says what is done, with `documentId` in its context
 */
export async function afterwards<T>(done: Done, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw knowing(error as Error, done);
	}
}

function knowing(error: Error, { documentId, words, advice }: Done): Error {
	// One that names the document already says what is to be known.
	if (!(error instanceof NodeApiError) || error.context.documentId) return error;
	error.message = `${words} ${error.message}`;
	error.description = [words, error.description, advice].filter(Boolean).join(' ');
	error.context.documentId = documentId;
	return error;
}
