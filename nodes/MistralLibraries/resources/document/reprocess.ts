import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { afterwards } from '../../../shared/document/afterwards';
import { type DocumentIds, documentPath, idsOf } from '../../../shared/document/documentPath';
import {
	type ProcessingOptions,
	processingOptions,
	repeatedProcessing,
	waitUntilProcessed,
} from '../../../shared/document/processing';
import type { SeveralCalls } from '../../../shared/operation/operation';
import { anything } from '../../../shared/transport/shape';

interface ReprocessParameters extends DocumentIds {
	options?: ProcessingOptions;
}

export const reprocess: SeveralCalls<ReprocessParameters> = {
	name: 'Reprocess',
	value: 'reprocess',
	action: 'Reprocess a document',
	description: 'Have Mistral process a document once more, which is billed again',
	properties: [...documentLocators, optionsOf(...processingOptions)],
	request: (parameters) => ({ method: 'POST', path: documentPath(parameters, 'reprocess') }),
	execute: async (item, request) => {
		await item.api.send(request, anything);
		const ids = idsOf(item.parameters);
		if (item.parameters.options?.waitForProcessing) {
			const { documentId } = ids;
			const words = `Mistral has accepted to process the document ${documentId} once more, but how far it is cannot be read.`;
			await afterwards({ documentId, words }, async () => {
				await waitUntilProcessed(item, ids, { process_status: 'todo' }, repeatedProcessing);
			});
		}
		return { json: { success: true, ...ids } };
	},
};
