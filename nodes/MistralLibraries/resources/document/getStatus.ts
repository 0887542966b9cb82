import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import {
	type ProcessingOptions,
	processingOptions,
	waitUntilProcessed,
} from '../../../shared/document/processing';
import type { SeveralCalls } from '../../../shared/operation/operation';
import { aProcessingStatus } from '../../../shared/transport/entities';

interface GetStatusParameters extends DocumentIds {
	options?: ProcessingOptions;
}

export const getStatus: SeveralCalls<GetStatusParameters> = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get the status of a document',
	description: 'Find out how far the processing of a document is, or wait until it is done',
	properties: [...documentLocators, optionsOf(...processingOptions)],
	request: (parameters) => ({ method: 'GET', path: documentPath(parameters, 'status') }),
	execute: async (item, request) => {
		const { json: status } = await item.api.send(request, aProcessingStatus);
		return {
			json: item.parameters.options?.waitForProcessing
				? await waitUntilProcessed(item, item.parameters, status)
				: status,
		};
	},
};
