import type { IDataObject } from 'n8n-workflow';

import type { Item } from '../operation/operation';
import { aDocument, type Document } from '../transport/entities';
import { documentPath } from './documentPath';

/** What an upload is to set, besides the content. */
export interface Wanted {
	libraryId: string;
	options?: { attributes?: IDataObject; expiresAt?: string; updateExisting?: boolean };
}

/** In ms: another item of the run may have uploaded the same, and be about to set what belongs to it. */
const longestUnset = 2000;

/**
 * A document that was there already and is not to be changed. One that has nothing where the upload wants
 * something may be left from a run that broke off after its upload: that must not look as if all was done.
 *
 * @throws {NodeApiError} unless the user has said that such documents stay as they are
 */
export async function keptAsItIs(item: Item<Wanted>, document: Document): Promise<Document> {
	const { parameters, api } = item;
	if (parameters.options?.updateExisting === false || !lackOf(parameters, document)) {
		return document;
	}
	await item.wait(longestUnset);
	const path = documentPath({ libraryId: parameters.libraryId, documentId: document.id });
	const { json: found } = await api.send({ method: 'GET', path }, aDocument);
	const lack = lackOf(parameters, found);
	if (!lack) return found;
	throw api.fault({
		words: `The document "${found.name ?? ''}" is in the library already (ID ${found.id}), without the ${lack} that it is to have`,
		advice:
			'An earlier run may have ended before it was set. Switch on Update Existing to set it now, or add that option and leave it off to keep such documents as they are.',
		context: { documentId: found.id },
	});
}

function lackOf({ options = {} }: Wanted, document: Document): string | undefined {
	if (options.attributes && Object.keys(document.attributes ?? {}).length === 0)
		return 'attributes';
	return options.expiresAt && !document.expires_at ? 'expiry' : undefined;
}
