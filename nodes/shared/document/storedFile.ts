import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { FileBody } from '../transport/download';
import { fileTypeOf } from './fileType';

/**
 * Puts a file into n8n's storage while it comes. n8n itself tells a type by the bytes only where it has all
 * of them in memory, so the first ones are looked at here.
 *
 * @param name with or without an extension
 */
export async function storedFile(
	{ helpers }: IExecuteFunctions,
	body: FileBody,
	name: string,
): Promise<IBinaryData> {
	const type = fileTypeOf(name, await firstBytes(body));
	return await helpers.prepareBinaryData(body, type.name, type.mimeType);
}

/** The first piece of the body, which stays in it. */
async function firstBytes(body: FileBody): Promise<Uint8Array> {
	if (body instanceof Uint8Array) return body;
	await new Promise<void>((resolve, reject) => {
		body.once('readable', resolve);
		body.once('error', reject);
	});
	const bytes = body.read() as Uint8Array | null;
	if (bytes) body.unshift(bytes);
	return bytes ?? new Uint8Array();
}
