import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { changesOf } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';

interface UpdateParameters {
	libraryId: string;
	name?: string;
	description?: string;
}

export const update: Operation<UpdateParameters> = {
	name: 'Update',
	value: 'update',
	action: 'Update a library',
	description: 'Change name or description of a library; what is left empty stays as it is',
	properties: [
		libraryId,
		{ displayName: 'Name', name: 'name', type: 'string', default: '' },
		{ displayName: 'Description', name: 'description', type: 'string', default: '' },
		optionsOf(),
	],
	inOrderOf: 'libraryId',
	request: ({ libraryId: id, name, description }) => ({
		method: 'PATCH',
		path: ['v1', 'libraries', id],
		body: changesOf({ name, description }),
	}),
};
