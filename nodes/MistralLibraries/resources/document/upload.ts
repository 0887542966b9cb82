import type { IDataObject } from 'n8n-workflow';

import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import {
	attributes,
	checkExpiry,
	expiresAt,
	withAttributes,
} from '../../../shared/document/attributes';
import { afterwards, type Done } from '../../../shared/document/afterwards';
import { documentPath, documentsPath } from '../../../shared/document/documentPath';
import { keptAsItIs } from '../../../shared/document/existing';
import { fileNameOf, fileOf, type FileParameters } from '../../../shared/document/file';
import {
	type ProcessingOptions,
	processingOptions,
	waitUntilProcessed,
} from '../../../shared/document/processing';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { AllItems, Item, Output } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { apiPath } from '../../../shared/transport/apiPath';
import { aDocument, type Document } from '../../../shared/transport/entities';
import { isWrittenAsItIs, nameAsWritten } from '../../../shared/transport/multipart';
import {
	checkKey,
	checkReplacing,
	isReplacing,
	Libraries,
	placeFor,
	type ReplacingOptions,
	replacingOptions,
} from '../../replacing';
import { sendFile } from '../../sending';
import { libraryDocument } from '../../sync/apiLibrary';
import { isMarked } from '../../sync/predecessors';
import { hashedWhenSent } from '../../sync/sha256';
import { documentOutput } from './output';

interface UploadParameters extends FileParameters, SimplifyParameters {
	libraryId: string;
	options?: ProcessingOptions &
		ReplacingOptions & {
			attributes?: IDataObject;
			expiresAt?: string;
			fileName?: string;
			updateExisting?: boolean;
		};
}

export const upload: AllItems<UploadParameters> = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload a document',
	description: 'Put a file or a text into a library; the same content is never there twice',
	properties: [
		libraryId,
		{
			displayName: 'Input Type',
			name: 'inputType',
			type: 'options',
			options: [
				{ name: 'File', value: 'binary', description: 'One that an earlier node has given' },
				{ name: 'Text', value: 'text' },
			],
			default: 'binary',
		},
		{
			displayName: 'Input Data Field Name',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			displayOptions: { show: { inputType: ['binary'] } },
			default: 'data',
			hint: 'The name of the input field with the file',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			displayOptions: { show: { inputType: ['text'] } },
			default: '',
			placeholder: 'e.g. We are open from 9 to 5.',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			required: true,
			displayOptions: { show: { inputType: ['text'] } },
			default: '',
			placeholder: 'e.g. opening-hours.md',
			description: 'Name of the document, by which answers refer to it',
		},
		simplify,
		optionsOf(
			attributes,
			expiresAt,
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				displayOptions: { show: { '/inputType': ['binary'] } },
				default: '',
				placeholder: 'e.g. report.pdf',
				description: 'Name of the document, instead of that of the file',
			},
			...processingOptions,
			...replacingOptions,
			{
				displayName: 'Update Existing',
				name: 'updateExisting',
				type: 'boolean',
				default: false,
				description:
					'Whether a document that has the same content already gets this name, attributes and expiry. Otherwise it stays as it is; without this option the node fails if it has none of the attributes or the expiry.',
			},
		),
	],
	check: ({ libraryId: id, options = {} }) => {
		apiPath(documentsPath(id));
		checkExpiry(options.expiresAt);
		checkReplacing(options);
	},
	executeAll: async (items, run) => {
		const libraries = new Libraries();
		const made = new Set<string>();
		const arrived = new Map<Item<UploadParameters>, () => Promise<void>>();
		await run.each(
			items,
			async (item) => {
				const { output, letGo } = await uploadItem(item, libraries, made);
				run.give(item, output);
				arrived.set(item, letGo);
			},
			placeOf,
		);
		const replacing = items.filter(({ parameters }) => isReplacing(parameters));
		if (arrived.size === items.length && run.unread === 0) {
			await run.each(replacing, async (item) => await arrived.get(item)?.(), oneByOne);
		} else if (replacing.length > 0) {
			run.hint(olderStay);
		}
		return [];
	},
};

const oneByOne = () => 'all';

const olderStay =
	'As not all items could be uploaded, older documents stay beside the new ones. Uploads of the same keys or names remove them, once all items of a run come through.';

/** Items that take the same place run one after the other. */
const placeOf = ({ context, parameters, index }: Item<UploadParameters>): string | undefined => {
	const place = placeFor(context, parameters, fileNameOf(context, parameters, index));
	return place && JSON.stringify([parameters.libraryId, place]);
};

/** @param made ids of the documents that the run has made, to which new ones are added */
async function uploadItem(
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
