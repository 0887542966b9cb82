import { filtersOf, returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { List } from '../../../shared/operation/operation';
import { aLibrary } from '../../../shared/transport/entities';
import { cursorPages } from '../../../shared/transport/paging';

export const getAll: List<{ filters?: { search?: string } }> = {
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
			description: 'Part of the name, in any case',
		}),
		optionsOf(),
	],
	request: ({ filters }) => ({ method: 'GET', path: ['v1', 'libraries'], query: { ...filters } }),
	paging: cursorPages,
	entity: aLibrary,
};
