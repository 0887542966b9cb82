import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/path';
import type { Operation } from '../../../shared/operation/operation';

export const getTextSignedUrl: Operation<DocumentIds> = {
	name: 'Get Text Signed URL',
	value: 'getTextSignedUrl',
	action: 'Get a signed URL of the text of a document',
	description: 'Get an address from which anybody can download the extracted text, without a key',
	properties: [...documentLocators, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: documentPath(parameters, 'extracted-text-signed-url'),
	}),
	// The whole answer is a text.
	output: (url) => ({ url }),
};
