import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath, idsOf } from '../../../shared/document/path';
import type { Operation } from '../../../shared/operation/operation';

export const deleteDocument: Operation<DocumentIds> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a document',
	description: 'Delete a document for good; searches do not find it any more',
	properties: [...documentLocators, optionsOf()],
	request: (parameters) => ({ method: 'DELETE', path: documentPath(parameters) }),
	output: (_, parameters) => ({ deleted: true, ...idsOf(parameters) }),
};
