import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/path';
import type { Operation } from '../../../shared/operation/operation';

export const getSignedUrl: Operation<DocumentIds> = {
	name: 'Get Signed URL',
	value: 'getSignedUrl',
	action: 'Get a signed URL of a document',
	description:
		'Get an address from which anybody can download the file for 30 minutes, without a key',
	properties: [...documentLocators, optionsOf()],
	request: (parameters) => ({ method: 'GET', path: documentPath(parameters, 'signed-url') }),
	// The whole answer is a text.
	output: (url) => ({ url }),
};
