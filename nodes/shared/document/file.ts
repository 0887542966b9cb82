import { type IBinaryData, type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { addHint } from '../operation/addHint';
import type { UploadFile } from '../transport/multipart';

/** The parameters that say what to upload. */
export interface FileParameters {
	inputType: 'binary' | 'text';
	binaryPropertyName?: string;
	text?: string;
	fileName?: string;
	options?: { fileName?: string };
}

/** In bytes: Mistral's product takes no larger files; what the API takes is not documented. */
const largest = 100_000_000;

/**
 * The file of an item, wherever n8n keeps it; it is opened when it is sent.
 *
 * @throws {NodeOperationError} when there is none, or it is empty
 */
export async function fileOf(
	context: IExecuteFunctions,
	parameters: FileParameters,
	itemIndex: number,
): Promise<UploadFile> {
	const file =
		parameters.inputType === 'text'
			? textFile(parameters)
			: await binaryFile(context, parameters, itemIndex);
	if (file.size === 0) {
		throw new NodeOperationError(context.getNode(), `The file "${file.name}" is empty (0 bytes)`, {
			itemIndex,
			description: 'Mistral takes no empty files. Filter them out before this node.',
		});
	}
	if (file.size > largest) {
		addHint(
			context,
			'warning',
			`The file "${file.name}" has ${megabytes(file.size)} MB. Mistral may refuse files over ${megabytes(largest)} MB.`,
		);
	}
	return file;
}

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);

function textFile({ text = '', fileName = '' }: FileParameters): UploadFile {
	const bytes = new TextEncoder().encode(text);
	return { name: fileName, type: 'text/plain', size: bytes.length, open: async () => inOne(bytes) };
}

const binaryFile = async (
	context: IExecuteFunctions,
	{ binaryPropertyName = '', options }: FileParameters,
	itemIndex: number,
): Promise<UploadFile> => {
	const file = await fileInField(context, binaryPropertyName, itemIndex);
	return { ...file, name: options?.fileName || file.name };
};

/**
 * The file in a binary field of an item, which may be empty; it is opened when it is sent.
 *
 * @throws {NodeOperationError} when there is none
 */
export async function fileInField(
	context: IExecuteFunctions,
	binaryPropertyName: string,
	itemIndex: number,
): Promise<UploadFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, binaryPropertyName);
	return {
		name: nameOf(binary, binaryPropertyName),
		type: binary.mimeType,
		...(await contentOf(context, binary)),
	};
}

/** Files without a name exist; the extension tells Mistral how to read them. */
const nameOf = ({ fileName, fileExtension }: IBinaryData, binaryPropertyName: string) =>
	fileName || [binaryPropertyName, fileExtension].filter(Boolean).join('.');

/** The name of the file that an item has; `''` when it has none. */
export function fileNameOf(
	context: IExecuteFunctions,
	{ inputType, binaryPropertyName = '', fileName = '', options }: FileParameters,
	itemIndex: number,
): string {
	if (inputType === 'text') return fileName;
	const binary = context.getInputData()[itemIndex]?.binary?.[binaryPropertyName];
	return options?.fileName || (binary ? nameOf(binary, binaryPropertyName) : '');
}

/** Size and content of a file that n8n keeps beside the item, or inside of it. */
async function contentOf(
	{ helpers }: IExecuteFunctions,
	{ id, data, bytes: knownSize }: IBinaryData,
): Promise<Pick<UploadFile, 'size' | 'open'>> {
	if (!id) {
		const bytes = Buffer.from(data, 'base64');
		return { size: bytes.length, open: async () => inOne(bytes) };
	}
	const size = knownSize ?? (await helpers.getBinaryMetadata(id)).fileSize;
	const chunkSize = Math.min(size, largestChunk);
	return { size, open: async () => await helpers.getBinaryStream(id, chunkSize) };
}

/** In bytes: n8n's own pieces of 64 kB take twice as long. */
const largestChunk = 1024 * 1024;

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}
