import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { aLibrary } from '../../../shared/transport/entities';
import { libraryOutput } from './output';

interface CreateParameters extends SimplifyParameters {
	name: string;
	description?: string;
	options?: { ownerType?: 'User' | 'Workspace' };
}

export const create: OneRequest<CreateParameters> = {
	name: 'Create',
	value: 'create',
	action: 'Create a library',
	description: 'Make a library that documents can be put into',
	properties: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Manuals',
		},
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
			placeholder: 'e.g. Manuals of all machines',
			description: 'Tells models what they can find in the library',
		},
		simplify,
		optionsOf({
			displayName: 'Owner Type',
			name: 'ownerType',
			type: 'options',
			options: [
				{ name: 'User', value: 'User', description: 'Private; not every API key may do that' },
				{ name: 'Workspace', value: 'Workspace' },
			],
			default: 'Workspace',
			description: 'Whose library it is',
		}),
	],
	request: ({ name, description, options }) => ({
		method: 'POST',
		path: ['v1', 'libraries'],
		body: toApiFields({ name, description, ownerType: options?.ownerType }),
	}),
	response: aLibrary,
	output: libraryOutput,
};
