import { filtersOf, returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { List } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aLibrary } from '../../../shared/transport/entities';
import { cursorPages } from '../../../shared/transport/paging';
import { libraryOutput } from './output';

interface GetAllParameters extends SimplifyParameters {
	filters?: { search?: string };
}

export const getAll: List<GetAllParameters> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many libraries',
	description: 'List the libraries that the API key can see',
	properties: [
		...returnAllOrLimit,
		filtersOf({
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. manuals',
			description: 'Part of the name, in any case',
		}),
		simplify,
		optionsOf(),
	],
	request: ({ filters }) => ({ method: 'GET', path: ['v1', 'libraries'], query: { ...filters } }),
	paging: cursorPages,
	entity: aLibrary,
	output: libraryOutput,
};
