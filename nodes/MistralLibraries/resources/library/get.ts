import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aLibrary } from '../../../shared/transport/entities';
import { libraryOutput } from './output';

interface GetParameters extends SimplifyParameters {
	libraryId: string;
}

export const get: OneRequest<GetParameters> = {
	name: 'Get',
	value: 'get',
	action: 'Get a library',
	description: 'Get name, size and number of documents of a library',
	properties: [libraryId, simplify, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'libraries', parameters.libraryId],
	}),
	response: aLibrary,
	output: libraryOutput,
};
