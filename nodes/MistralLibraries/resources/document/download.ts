import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import type { SeveralCalls } from '../../../shared/operation/operation';
import { aDocument } from '../../../shared/transport/entities';
import { aUrl } from '../../../shared/transport/shape';

interface DownloadParameters extends DocumentIds {
	binaryPropertyName: string;
}

export const download: SeveralCalls<DownloadParameters> = {
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
	execute: async ({ context, parameters, api }, request) => {
		const { json } = await api.send(request, aDocument);
		const path = documentPath(parameters, 'signed-url');
		const url = (await api.send({ method: 'GET', path }, aUrl)).json;
		const file = await api.download(
			url,
			async (body) =>
				await context.helpers.prepareBinaryData(
					body,
					json.name ?? undefined,
					json.mime_type ?? undefined,
				),
		);
		return { json, binary: { [parameters.binaryPropertyName]: file } };
	},
};
