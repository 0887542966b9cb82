import { NodeApiError } from 'n8n-workflow';

import { fileInField } from '../document/file';
import { leavingBehind } from '../operation/failures';
import type { Item, Output } from '../operation/operation';
import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import { aFile, aSignedUrl, type Chunk } from '../transport/entities';
import { Multipart, type UploadFile } from '../transport/multipart';
import { anything } from '../transport/shape';
import { type AttachmentOptions, chunkOfUrl, withChunks } from './attachmentForm';
import { acceptedAs, type AttachmentKind } from './attachmentTypes';
import type { Appended } from './requests';

/** A file of the item that goes along with a message. */
interface Attachment {
	file: UploadFile;
	kind: AttachmentKind;
}

/** One that lies among Mistral's files. */
interface Uploaded {
	fileId: string;
	fileName: string;
}

type AttachingItem = Item<{ options?: AttachmentOptions }>;

/**
 * Sends a request with the item's attachments in its message. All of them are looked at before the first
 * one is uploaded. The output lists what was uploaded, as it stays at Mistral; an error names it. Nothing
 * stays of an item that is stopped before its message is sent.
 *
 * @param send carries out the request that it is given
 */
export async function withAttachments(
	item: AttachingItem,
	request: ApiRequest,
	send: (request: ApiRequest) => Promise<Output>,
): Promise<Output> {
	const { attachmentUrls = [] } = item.parameters.options ?? {};
	const attached = await attachmentsOf(item);
	const fetched = attachmentUrls.map((url) => chunkOfUrl(url.trim()));
	if (attached.length + fetched.length === 0) return await send(request);
	const inputs = request.body?.inputs as NonNullable<Appended['inputs']>;
	// Refuses inputs that nothing can be attached to.
	withChunks(inputs, []);
	const { chunks, uploaded } = await upload(item.api, attached);
	const body = { ...request.body, inputs: withChunks(inputs, [...chunks, ...fetched]) };
	const [sent] = await Promise.allSettled([send({ ...request, body })]);
	if (sent.status === 'rejected') throw naming(sent.reason as Error, uploaded);
	const { json, ...rest } = sent.value;
	return uploaded.length > 0 ? { json: { ...json, attachments: uploaded }, ...rest } : sent.value;
}

/** The files of the item, checked. */
async function attachmentsOf({ context, parameters, index }: AttachingItem): Promise<Attachment[]> {
	const names = (parameters.options?.attachments ?? '').split(',').map((name) => name.trim());
	const { binary = {} } = context.getInputData()[index] ?? {};
	const fields = names.flatMap((name) => (name === '*' ? Object.keys(binary) : name || []));
	return await Promise.all(
		[...new Set(fields)].map(async (field) => {
			const file = await fileInField(context, field, index);
			const { kind, type } = acceptedAs(file);
			return { kind, file: { ...file, type } };
		}),
	);
}

/** The chunks of the attachments, in order; of uploads that fail or are stopped nothing is left behind. */
async function upload(
	api: Api,
	attached: Attachment[],
): Promise<{ chunks: Chunk[]; uploaded: Uploaded[] }> {
	const chunks: Chunk[] = [];
	const uploaded: Uploaded[] = [];
	for (const { kind, file } of attached) {
		try {
			chunks.push(await (kind === 'image' ? imageChunk(file) : documentChunk(api, file, uploaded)));
			api.throwIfStopped();
		} catch (error) {
			throw naming(error as Error, await remove(api.toTakeBack(), uploaded), file.name);
		}
	}
	return { chunks, uploaded };
}

/** Part of the request, so it may take no more than Mistral allows for an image. */
async function imageChunk(file: UploadFile): Promise<Chunk> {
	const pieces: Uint8Array[] = [];
	for await (const piece of await file.open()) pieces.push(piece);
	const base64 = Buffer.concat(pieces).toString('base64');
	return { type: 'image_url', image_url: `data:${file.type};base64,${base64}` };
}

/** In hours; the longest that there is. */
const expiry = 168;

async function documentChunk(api: Api, file: UploadFile, uploaded: Uploaded[]): Promise<Chunk> {
	const { json } = await api.send(
		{
			method: 'POST',
			path: ['v1', 'files'],
			form: new Multipart(file, { purpose: 'ocr' }),
			// Nobody knows how long a file takes.
			timeout: 0,
		},
		aFile,
	);
	uploaded.push({ fileId: json.id, fileName: file.name });
	const path = ['v1', 'files', json.id, 'url'];
	const signed = await api.send({ method: 'GET', path, query: { expiry } }, aSignedUrl);
	return { type: 'document_url', document_url: signed.json.url, document_name: file.name };
}

/** @returns the files that could not be removed */
async function remove(api: Api, uploaded: Uploaded[]): Promise<Uploaded[]> {
	const removals = await Promise.allSettled(
		uploaded.map(
			async ({ fileId }) =>
				await api.send({ method: 'DELETE', path: ['v1', 'files', fileId] }, anything),
		),
	);
	return uploaded.filter((_, index) => removals[index]?.status === 'rejected');
}

/** The error, which says what stays at Mistral, and which attachment it is about. */
function naming(error: Error, left: Uploaded[], about?: string): Error {
	const files = left.map(({ fileName, fileId }) => `"${fileName}" (ID ${fileId})`).join(', ');
	const stays = files && `These attachments stay among the files of Mistral: ${files}.`;
	// That a run is stopped n8n tells by the words.
	if (error instanceof NodeApiError && about !== undefined) {
		error.message = `The attachment "${about}" could not be uploaded. ${error.message}`;
	}
	return leavingBehind(error, stays);
}
