import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';

import { storedFile } from '../document/storedFile';
import type { Item, Output } from '../operation/operation';
import type { ApiRequest } from '../transport/apiRequest';
import type { Answer, Chunk } from '../transport/entities';
import { chunksOf } from './content';

/** Field of `options`. */
export const downloadFiles: INodeProperties = {
	displayName: 'Download Files',
	name: 'downloadFiles',
	type: 'boolean',
	default: true,
	description:
		'Whether to put files that the model has made, such as images, into the output as file_0, file_1 and so on',
};

/** `files_api_routes_download_file` */
export const fileRequest = (fileId: string): ApiRequest => ({
	method: 'GET',
	path: ['v1', 'files', fileId, 'content'],
});

/** The files that tools have made, in the order in which the answer shows them. */
export const generatedFilesIn = ({ outputs }: Answer): Chunk[] =>
	outputs
		.filter(({ type }) => type === 'message.output')
		.flatMap(({ content }) => chunksOf(content))
		.filter(({ type }) => type === 'tool_file');

/**
 * The output with the files of the answer. One that could not be downloaded is no reason to lose the
 * answer: `files` of the simplified output says where each one is, or why it is not there.
 */
export async function withFiles(
	item: Item<{ options?: { downloadFiles?: boolean } }>,
	answer: Answer,
	output: Output,
): Promise<Output> {
	const { downloadFiles: isWanted = true } = item.parameters.options ?? {};
	const chunks = isWanted ? generatedFilesIn(answer) : [];
	if (chunks.length === 0) return output;
	const downloads = await Promise.allSettled(chunks.map(async (one) => await download(item, one)));
	item.api.throwIfStopped();
	const binary: Record<string, IBinaryData> = {};
	const places = downloads.map((one, index): IDataObject => {
		if (one.status === 'rejected') return { error: (one.reason as Error).message };
		const binaryPropertyName = `file_${index}`;
		binary[binaryPropertyName] = one.value;
		return { binaryPropertyName };
	});
	const { files } = output.json;
	// The API's own object has no such list.
	if (!Array.isArray(files)) return { ...output, binary };
	const told = files.map((file, index) => ({ ...(file as IDataObject), ...places[index] }));
	return { ...output, json: { ...output.json, files: told }, binary };
}

async function download({ api, context }: Item, chunk: Chunk): Promise<IBinaryData> {
	const { file_id: fileId = '', file_name: fileName, file_type: fileType } = chunk;
	const name = fileName || fileId;
	const named = fileType && !/\.\w+$/.test(name) ? `${name}.${fileType}` : name;
	return await api.download(
		fileRequest(fileId),
		async (body) => await storedFile(context, body, named),
	);
}
