import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath, idsOf } from '../../../shared/document/documentPath';
import type { OneRequest } from '../../../shared/operation/operation';
import { anything } from '../../../shared/transport/shape';

export const deleteDocument: OneRequest<DocumentIds> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a document',
	description: 'Delete a document for good; searches do not find it any more',
	properties: [...documentLocators, optionsOf()],
	request: (parameters) => ({ method: 'DELETE', path: documentPath(parameters) }),
	response: anything,
	output: (_, parameters) => ({ deleted: true, ...idsOf(parameters) }),
};
