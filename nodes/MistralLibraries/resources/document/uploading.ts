import type { IDataObject } from 'n8n-workflow';

import { withAttributes } from '../../../shared/document/attributes';
import { afterwards, type Done } from '../../../shared/document/afterwards';
import { documentPath } from '../../../shared/document/documentPath';
import { keptAsItIs } from '../../../shared/document/existing';
import { fileOf, type FileParameters } from '../../../shared/document/file';
import { type ProcessingOptions, waitUntilProcessed } from '../../../shared/document/processing';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { Item, Output } from '../../../shared/operation/operation';
import type { SimplifyParameters } from '../../../shared/operation/simplify';
import { aDocument, type Document } from '../../../shared/transport/entities';
import { isWrittenAsItIs, nameAsWritten } from '../../../shared/transport/multipart';
import { checkKey, type Libraries, placeFor, type ReplacingOptions } from '../../replacing';
import { sendFile } from '../../sending';
import { libraryDocument } from '../../sync/apiLibrary';
import { isMarked } from '../../sync/predecessors';
import { hashedWhenSent } from '../../sync/sha256';
import { documentOutput } from './output';

export interface UploadParameters extends FileParameters, SimplifyParameters {
	libraryId: string;
	options?: ProcessingOptions &
		ReplacingOptions & {
			attributes?: IDataObject;
			expiresAt?: string;
			fileName?: string;
			updateExisting?: boolean;
		};
}

/**
 * Uploads the file of one item and sets what an upload cannot carry.
 *
 * @param made ids of the documents that the run has made, to which new ones are added
 * @returns `letGo` gives up the older documents of the same key or name, once all items have come through
 */
export async function uploadItem(
	item: Item<UploadParameters>,
	libraries: Libraries,
	made: Set<string>,
): Promise<{ output: Output; letGo: () => Promise<void> }> {
	const { context, parameters, api, index } = item;
	const { attributes: given, expiresAt: time, updateExisting } = parameters.options ?? {};
	checkKey(item);
	const file = await fileOf(context, parameters, index);
	const inPlaceOf = placeFor(context, parameters, file.name);
	const predecessors = inPlaceOf && (await libraries.predecessors(item));
	if (parameters.options?.ifNameExists === 'skip') {
		const there = await predecessors?.named(file.name);
		if (there)
			return {
				output: { json: { created: false, ...documentOutput(there, parameters) } },
				letGo: nothing,
			};
	}
	const hashed = hashedWhenSent(file);
	const isKeyed = inPlaceOf !== undefined && 'key' in inPlaceOf;
	const sent = isKeyed ? hashed.file : file;
	const uploaded = await sendFile(api, parameters.libraryId, sent);
	const { id, name } = uploaded.document;
	// An upload whose response was lost may have found what another item has made meanwhile.
	const isNew = uploaded.isNew && !made.has(id);
	if (isNew) made.add(id);
	const done: Done = {
		documentId: id,
		words: `The document "${name ?? ''}" is uploaded (ID ${id}), but the rest failed.`,
	};
	const changed = await afterwards(
		{ ...done, advice: 'With Update Existing another run does the rest.' },
		async () =>
			predecessors && isKeyed
				? await predecessors.hand(
						{ document: libraryDocument(uploaded.document), isNew },
						await hashed.sha256(),
						{ ...inPlaceOf.key, version: parameters.options?.version ?? '' },
						isNew || updateExisting ? { name: file.name, attributes: given, expiresAt: time } : {},
					)
				: libraryDocument(await change(item, uploaded.document, file.name, isNew)),
	);
	const arrival = { document: changed, inPlaceOf };
	predecessors?.note(arrival);
	const document = await afterwards(done, async () => await processed(item, changed));
	return {
		output: { json: { created: isNew, ...documentOutput(document, parameters) } },
		letGo: async () => await predecessors?.letGo(arrival),
	};
}

const nothing = async () => {};

/** Sets what an upload cannot carry. */
async function change(
	item: Item<UploadParameters>,
	document: Document,
	name: string,
	created: boolean,
): Promise<Document> {
	const { parameters, api } = item;
	const {
		attributes: given,
		expiresAt: time,
		updateExisting,
		ifNameExists,
	} = parameters.options ?? {};
	const isAll = created || updateExisting;
	const kept = isAll ? document : await keptAsItIs(item, document);
	// Its upload broke off before the name could be set.
	const isHalfNamed = document.name !== name && document.name === nameAsWritten(name);
	const isRenamed = isHalfNamed || (ifNameExists === 'replace' && !isMarked(document));
	if (!isAll && !isRenamed) return kept;
	const isNamed = created ? isWrittenAsItIs(name) : document.name === name;
	const body = toApiFields({
		name: isNamed ? undefined : name,
		attributes: isAll ? given : undefined,
		expiresAt: isAll ? time : undefined,
	});
	if (Object.keys(body).length === 0) return document;
	const path = documentPath(idsIn(parameters, document));
	const request = withAttributes({ method: 'PATCH', path, body }, document);
	return (await api.send(request, aDocument)).json;
}

/** The document when it is processed, if that is wanted. */
async function processed(item: Item<UploadParameters>, document: Document): Promise<Document> {
	if (!item.parameters.options?.waitForProcessing) return document;
	const ids = idsIn(item.parameters, document);
	const before = { process_status: document.process_status ?? '' };
	if ((await waitUntilProcessed(item, ids, before)) === before) return document;
	return (await item.api.send({ method: 'GET', path: documentPath(ids) }, aDocument)).json;
}

const idsIn = ({ libraryId: id }: UploadParameters, { id: documentId }: Document) => ({
	libraryId: id,
	documentId,
});
