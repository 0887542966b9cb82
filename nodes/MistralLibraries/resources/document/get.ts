import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aDocument } from '../../../shared/transport/entities';
import { documentOutput } from './output';

export const get: OneRequest<DocumentIds & SimplifyParameters> = {
	name: 'Get',
	value: 'get',
	action: 'Get a document',
	description: 'Get what is known about a document, such as its status, summary and attributes',
	properties: [...documentLocators, simplify, optionsOf()],
	request: (parameters) => ({ method: 'GET', path: documentPath(parameters) }),
	response: aDocument,
	output: documentOutput,
};
