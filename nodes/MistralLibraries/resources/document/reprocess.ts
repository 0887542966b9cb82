import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath, idsOf } from '../../../shared/document/path';
import {
	type ProcessingOptions,
	processingOptions,
	waitUntilProcessed,
} from '../../../shared/document/processing';
import type { Operation } from '../../../shared/operation/operation';
import { apiRequest } from '../../../shared/transport/request';

interface ReprocessParameters extends DocumentIds {
	options?: ProcessingOptions;
}

export const reprocess: Operation<ReprocessParameters> = {
	name: 'Reprocess',
	value: 'reprocess',
	action: 'Reprocess a document',
	description: 'Have Mistral process a document once more, which is billed again',
	properties: [...documentLocators, optionsOf(...processingOptions)],
	request: (parameters) => ({ method: 'POST', path: documentPath(parameters, 'reprocess') }),
	execute: async (item, request) => {
		await apiRequest(item.context, request, item.options);
		if (item.parameters.options?.waitForProcessing) {
			await waitUntilProcessed(item, item.parameters, { process_status: 'todo' });
		}
		return {};
	},
	output: (_, parameters) => ({ success: true, ...idsOf(parameters) }),
};
