import type { Resource } from '../../../shared/operation/operation';
import { create } from './create';
import { deleteLibrary } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const library: Resource = {
	name: 'Library',
	value: 'library',
	operations: [create, getAll, get, update, deleteLibrary],
};
