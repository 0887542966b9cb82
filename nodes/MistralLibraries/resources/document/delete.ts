import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath, idsOf } from '../../../shared/document/documentPath';
import type { SeveralCalls } from '../../../shared/operation/operation';
import { aDocument } from '../../../shared/transport/entities';
import { anything } from '../../../shared/transport/shape';
import { checkKey, checkReplacing, workflowId } from '../../replacing';
import { apiLibrary, libraryDocument } from '../../sync/apiLibrary';
import { keyOption, sourceOption } from '../../sync/fields';
import { takeOff } from '../../sync/holders';

interface DeleteParameters extends DocumentIds {
	options?: { source?: string; key?: string };
}

export const deleteDocument: SeveralCalls<DeleteParameters> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a document',
	description: 'Delete a document for good; searches do not find it any more',
	properties: [
		...documentLocators,
		optionsOf(
			{
				...keyOption,
				description:
					'The key that is gone from its source. It is taken off the document, which is deleted only when nobody else has it.',
			},
			sourceOption,
		),
	],
	order: ({ documentId }) => documentId,
	request: (parameters) => {
		checkReplacing(parameters.options ?? {});
		return { method: 'DELETE', path: documentPath(parameters) };
	},
	execute: async (item, request) => {
		const { context, parameters, api } = item;
		checkKey(item);
		const { key, source = workflowId(context) } = parameters.options ?? {};
		if (key === undefined) {
			await api.send(request, anything);
			return { json: { deleted: true, ...idsOf(parameters) } };
		}
		const { json } = await api.send({ method: 'GET', path: request.path }, aDocument);
		const left = await takeOff(apiLibrary(api, parameters.libraryId), libraryDocument(json), {
			source,
			key,
		});
		return { json: { deleted: !left.document, ...idsOf(parameters) } };
	},
};
