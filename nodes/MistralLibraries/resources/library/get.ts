import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { aLibrary } from '../../../shared/transport/entities';

export const get: OneRequest<{ libraryId: string }> = {
	name: 'Get',
	value: 'get',
	action: 'Get a library',
	description: 'Get name, size and number of documents of a library',
	properties: [libraryId, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'libraries', parameters.libraryId],
	}),
	response: aLibrary,
};
