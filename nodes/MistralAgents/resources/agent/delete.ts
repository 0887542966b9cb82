import { agentId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';

export const deleteAgent: Operation<{ agentId: string }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete an agent',
	description: 'Delete an agent with all its versions for good',
	properties: [agentId, optionsOf()],
	inOrderOf: 'agentId',
	request: (parameters) => ({ method: 'DELETE', path: ['v1', 'agents', parameters.agentId] }),
	output: (_, parameters) => ({ deleted: true, agentId: parameters.agentId }),
};
