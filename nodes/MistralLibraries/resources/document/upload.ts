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
import { keptAsItIs } from '../../../shared/document/existing';
import { fileOf, type FileParameters } from '../../../shared/document/file';
import { documentPath, documentsPath } from '../../../shared/document/documentPath';
import {
	type ProcessingOptions,
	processingOptions,
	waitUntilProcessed,
} from '../../../shared/document/processing';
import { toApiFields } from '../../../shared/operation/apiFields';
import { toUtc } from '../../../shared/operation/dateTime';
import type { Item, SeveralCalls } from '../../../shared/operation/operation';
import type { ApiResponse } from '../../../shared/transport/api';
import { aDocument, type Document } from '../../../shared/transport/entities';
import { isWrittenAsItIs, Multipart } from '../../../shared/transport/multipart';

interface UploadParameters extends FileParameters {
	libraryId: string;
	options?: ProcessingOptions & {
		attributes?: IDataObject;
		expiresAt?: string;
		fileName?: string;
		updateExisting?: boolean;
	};
}

export const upload: SeveralCalls<UploadParameters> = {
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
			{
				displayName: 'Update Existing',
				name: 'updateExisting',
				type: 'boolean',
				default: false,
				description:
					'Whether a document that has the same content already gets this name, attributes and expiry. Otherwise it stays as it is; without this option it is an error if it has none of the attributes or the expiry.',
			},
		),
	],
	request: ({ libraryId: id, options }) => {
		checkExpiry(options?.expiresAt);
		return {
			method: 'POST',
			path: documentsPath(id),
			// The same content gives the same document.
			repeatable: true,
			// Nobody knows how long a file takes.
			timeout: 0,
		};
	},
	execute: async (item, request) => {
		const { context, parameters, api, index } = item;
		const file = await fileOf(context, parameters, index);
		const begun = Date.now();
		const response = await api.send({ ...request, form: new Multipart(file) }, aDocument);
		const created = isNew(response, Date.now() - begun);
		const { id, name } = response.json;
		const uploaded: Done = {
			documentId: id,
			words: `The document "${name ?? ''}" is uploaded (ID ${id}), but the rest failed.`,
		};
		const changed = await afterwards(
			{ ...uploaded, advice: 'With Update Existing another run does the rest.' },
			async () => await change(item, response.json, file.name, created),
		);
		const document = await afterwards(uploaded, async () => await processed(item, changed));
		return { json: { ...document, created } };
	},
};

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

/** Sets what an upload cannot carry. */
async function change(
	item: Item<UploadParameters>,
	document: Document,
	name: string,
	created: boolean,
): Promise<Document> {
	const { parameters, api } = item;
	if (!created && !parameters.options?.updateExisting) return await keptAsItIs(item, document);
	const isNamed = created ? isWrittenAsItIs(name) : document.name === name;
	const body = toApiFields({
		name: isNamed ? undefined : name,
		attributes: parameters.options?.attributes,
		expiresAt: parameters.options?.expiresAt,
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
