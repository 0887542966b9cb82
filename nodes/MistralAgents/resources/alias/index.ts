import type { Resource } from '../../../shared/operation/operation';
import { deleteAlias } from './delete';
import { getAll } from './getAll';
import { set } from './set';

export const alias: Resource = {
	name: 'Alias',
	value: 'alias',
	operations: [set, getAll, deleteAlias],
};
