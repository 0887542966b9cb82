import type { IDataObject } from 'n8n-workflow';

import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/path';
import {
	type ProcessingOptions,
	processingOptions,
	waitUntilProcessed,
} from '../../../shared/document/processing';
import type { Operation } from '../../../shared/operation/operation';
import { apiRequest } from '../../../shared/transport/request';

interface GetStatusParameters extends DocumentIds {
	options?: ProcessingOptions;
}

export const getStatus: Operation<GetStatusParameters> = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get the status of a document',
	description: 'Find out how far the processing of a document is, or wait until it is done',
	properties: [...documentLocators, optionsOf(...processingOptions)],
	request: (parameters) => ({ method: 'GET', path: documentPath(parameters, 'status') }),
	execute: async (item, request) => {
		const { context, parameters, options } = item;
		const answer = (await apiRequest(context, request, options)) as IDataObject;
		return parameters.options?.waitForProcessing
			? await waitUntilProcessed(item, parameters, answer)
			: answer;
	},
};
