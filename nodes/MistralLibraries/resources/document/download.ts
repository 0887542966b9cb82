import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/path';
import type { Operation } from '../../../shared/operation/operation';
import { apiRequest } from '../../../shared/transport/request';
import { fetchFile } from '../../../shared/transport/signedUrl';

interface DownloadParameters extends DocumentIds {
	binaryPropertyName: string;
}

export const download: Operation<DownloadParameters> = {
	name: 'Download',
	value: 'download',
	action: 'Download a document',
	description: 'Get the file of a document, as it was uploaded',
	properties: [
		...documentLocators,
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
	request: (parameters) => ({ method: 'GET', path: documentPath(parameters) }),
	files: async ({ context, parameters, options }, document) => {
		const path = documentPath(parameters, 'signed-url');
		const url = String(await apiRequest(context, { method: 'GET', path }, options));
		const { name, mime_type: type } = document as { name?: string; mime_type?: string };
		const file = await fetchFile(context, url, { name, type }, options);
		return { [parameters.binaryPropertyName]: file };
	},
};
