import { libraryId } from '../../../shared/descriptions/locators';
import { filtersOf, returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import { documentsPath } from '../../../shared/document/documentPath';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { List } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aDocument } from '../../../shared/transport/entities';
import { pagesUntilLast } from '../../../shared/transport/paging';
import { documentOutput } from './output';

interface GetAllParameters extends SimplifyParameters {
	libraryId: string;
	filters?: { search?: string; sortBy?: string; sortOrder?: 'asc' | 'desc' };
}

export const getAll: List<GetAllParameters> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many documents',
	description: 'List the documents of a library',
	properties: [
		libraryId,
		...returnAllOrLimit,
		filtersOf(
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				placeholder: 'e.g. report',
				description: 'What to look for, such as a part of the name',
			},
			{
				displayName: 'Sort By',
				name: 'sortBy',
				type: 'string',
				default: 'created_at',
				placeholder: 'e.g. name',
				description: 'Field of the documents that decides about their order',
			},
			{
				displayName: 'Sort Order',
				name: 'sortOrder',
				type: 'options',
				options: [
					{ name: 'Ascending', value: 'asc' },
					{ name: 'Descending', value: 'desc' },
				],
				default: 'desc',
			},
		),
		simplify,
		optionsOf(),
	],
	request: ({ libraryId: id, filters }) => ({
		method: 'GET',
		path: documentsPath(id),
		query: toApiFields({ ...filters }),
	}),
	paging: pagesUntilLast,
	entity: aDocument,
	output: documentOutput,
};
