import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anything } from '../../../shared/transport/shape';

export const deleteLibrary: OneRequest<{ libraryId: string }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a library',
	description: 'Delete a library and all its documents for good',
	properties: [libraryId, optionsOf()],
	request: (parameters) => ({
		method: 'DELETE',
		path: ['v1', 'libraries', parameters.libraryId],
	}),
	response: anything,
	// Mistral answers with the library, and announces to answer with nothing.
	output: (_, parameters) => ({ deleted: true, libraryId: parameters.libraryId }),
};
