import { agentId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anything } from '../../../shared/transport/shape';
import { alias, checkedAlias } from '../../aliasName';

export const deleteAlias: OneRequest<{ agentId: string; alias: string }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete an alias of an agent',
	description: 'Delete the name; the version stays',
	properties: [agentId, alias, optionsOf()],
	order: ({ agentId }) => agentId,
	request: (parameters) => ({
		method: 'DELETE',
		path: ['v1', 'agents', parameters.agentId, 'aliases'],
		query: { alias: checkedAlias(parameters.alias) },
	}),
	response: anything,
	output: (_, parameters) => ({
		deleted: true,
		agentId: parameters.agentId,
		alias: parameters.alias,
	}),
};
