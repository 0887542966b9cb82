import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import type { OneRequest } from '../../../shared/operation/operation';
import { aUrl } from '../../../shared/transport/shape';

export const getTextSignedUrl: OneRequest<DocumentIds, string> = {
	name: 'Get Text Signed URL',
	value: 'getTextSignedUrl',
	action: 'Get a signed URL of the text of a document',
	description: 'Get an address from which anybody can download the extracted text, without a key',
	properties: [...documentLocators, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: documentPath(parameters, 'extracted-text-signed-url'),
	}),
	response: aUrl,
	// The whole answer is a text.
	output: (url) => ({ url }),
};
