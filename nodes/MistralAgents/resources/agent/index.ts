import type { Resource } from '../../../shared/operation/operation';
import { create } from './create';
import { deleteAgent } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';
import { upsert } from './upsert';

export const agent: Resource = {
	name: 'Agent',
	value: 'agent',
	operations: [create, upsert, update, get, getAll, deleteAgent],
};
