import { fileRequest } from '../../../shared/conversation/generatedFiles';
import { optionsOf } from '../../../shared/descriptions/options';
import { storedFile } from '../../../shared/document/storedFile';
import type { SeveralCalls } from '../../../shared/operation/operation';

interface DownloadParameters {
	fileId: string;
	binaryPropertyName: string;
}

export const download: SeveralCalls<DownloadParameters> = {
	name: 'Download',
	value: 'download',
	action: 'Download a file',
	description: 'Get a file that a model has made, or that was attached to a message',
	properties: [
		{
			displayName: 'File ID',
			name: 'fileId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
			description: 'As it stands in the files of an answer',
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the output field to put the file in',
		},
		optionsOf(),
	],
	request: ({ fileId }) => fileRequest(fileId),
	execute: async ({ context, parameters, api }, request) => {
		const { fileId, binaryPropertyName } = parameters;
		const file = await api.download(
			request,
			async (body) => await storedFile(context, body, fileId),
		);
		const { fileName, mimeType } = file;
		return { json: { fileId, fileName, mimeType }, binary: { [binaryPropertyName]: file } };
	},
};
