import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { changesOf } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { aLibrary } from '../../../shared/transport/entities';

interface UpdateParameters {
	libraryId: string;
	name?: string;
	description?: string;
}

export const update: OneRequest<UpdateParameters> = {
	name: 'Update',
	value: 'update',
	action: 'Update a library',
	description: 'Change name or description of a library; what is left empty stays as it is',
	properties: [
		libraryId,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Manuals',
		},
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
			placeholder: 'e.g. Manuals of all machines',
		},
		optionsOf(),
	],
	order: ({ libraryId }) => libraryId,
	request: ({ libraryId: id, name, description }) => ({
		method: 'PATCH',
		path: ['v1', 'libraries', id],
		body: changesOf({ name, description }),
	}),
	response: aLibrary,
};
