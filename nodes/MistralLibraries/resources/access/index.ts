import type { Resource } from '../../../shared/operation/operation';
import { getAll } from './getAll';
import { revoke } from './revoke';
import { set } from './set';

export const access: Resource = {
	name: 'Access',
	value: 'access',
	operations: [set, getAll, revoke],
};
