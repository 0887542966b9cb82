import { agentId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anything } from '../../../shared/transport/shape';

export const deleteAgent: OneRequest<{ agentId: string }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete an agent',
	description: 'Delete an agent with all its versions for good',
	properties: [agentId, optionsOf()],
	order: ({ agentId }) => agentId,
	request: (parameters) => ({ method: 'DELETE', path: ['v1', 'agents', parameters.agentId] }),
	response: anything,
	output: (_, parameters) => ({ deleted: true, agentId: parameters.agentId }),
};
