import { documentLocators } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { type DocumentIds, documentPath } from '../../../shared/document/documentPath';
import type { OneRequest } from '../../../shared/operation/operation';
import { aUrl } from '../../../shared/transport/shape';

export const getSignedUrl: OneRequest<DocumentIds, string> = {
	name: 'Get Signed URL',
	value: 'getSignedUrl',
	action: 'Get a signed URL of a document',
	description:
		'Get an address from which anybody can download the file for 30 minutes, without a key',
	properties: [...documentLocators, optionsOf()],
	request: (parameters) => ({ method: 'GET', path: documentPath(parameters, 'signed-url') }),
	response: aUrl,
	// The whole answer is a text.
	output: (url) => ({ url }),
};
