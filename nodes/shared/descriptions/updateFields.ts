import type { INodeProperties } from 'n8n-workflow';

import { byName } from './options';

/** What an update changes; see `changesOf` in `operation/apiFields.ts`. */
export const updateFieldsOf = (...fields: INodeProperties[]): INodeProperties => ({
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description:
		'What is to be changed. A field that is not added stays as it is; one that is added and left empty is emptied.',
	options: fields.sort(byName),
});
