import { libraryId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { updateFieldsOf } from '../../../shared/descriptions/updateFields';
import { changesOf } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aLibrary } from '../../../shared/transport/entities';
import { libraryOutput } from './output';

interface UpdateParameters extends SimplifyParameters {
	libraryId: string;
	updateFields?: { name?: string; description?: string };
}

export const update: OneRequest<UpdateParameters> = {
	name: 'Update',
	value: 'update',
	action: 'Update a library',
	description: 'Change name or description of a library',
	properties: [
		libraryId,
		updateFieldsOf(
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				default: '',
				placeholder: 'e.g. Manuals of all machines',
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Manuals',
			},
		),
		simplify,
		optionsOf(),
	],
	order: ({ libraryId }) => libraryId,
	request: ({ libraryId: id, updateFields }) => ({
		method: 'PATCH',
		path: ['v1', 'libraries', id],
		body: changesOf(updateFields, { description: null }),
	}),
	response: aLibrary,
	output: libraryOutput,
};
