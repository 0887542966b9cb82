import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath, idsOf } from '../../../shared/document/documentPath';
import {
	type ProcessingOptions,
	processingOptions,
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
		if (item.parameters.options?.waitForProcessing) {
			await waitUntilProcessed(item, item.parameters, { process_status: 'todo' });
		}
		return { json: { success: true, ...idsOf(item.parameters) } };
	},
};
