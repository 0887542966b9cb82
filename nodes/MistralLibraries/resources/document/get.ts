import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import type { OneRequest } from '../../../shared/operation/operation';
import { aDocument } from '../../../shared/transport/entities';

export const get: OneRequest<DocumentIds> = {
	name: 'Get',
	value: 'get',
	action: 'Get a document',
	description: 'Get what is known about a document, such as its status, summary and attributes',
	properties: [...documentLocators, optionsOf()],
	request: (parameters) => ({ method: 'GET', path: documentPath(parameters) }),
	response: aDocument,
};
