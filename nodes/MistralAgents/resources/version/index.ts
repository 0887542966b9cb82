import type { Resource } from '../../../shared/operation/operation';
import { get } from './get';
import { getAll } from './getAll';
import { switchVersion } from './switch';

export const version: Resource = {
	name: 'Version',
	value: 'version',
	operations: [getAll, get, switchVersion],
};
