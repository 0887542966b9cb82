import { agentId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Operation } from '../../../shared/operation/operation';
import { alias, checkedAlias } from '../../aliasName';

export const deleteAlias: Operation<{ agentId: string; alias: string }> = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete an alias of an agent',
	description: 'Delete the name; the version stays',
	properties: [agentId, alias, optionsOf()],
	inOrderOf: 'agentId',
	request: (parameters) => ({
		method: 'DELETE',
		path: ['v1', 'agents', parameters.agentId, 'aliases'],
		query: { alias: checkedAlias(parameters.alias) },
	}),
	output: (_, parameters) => ({
		deleted: true,
		agentId: parameters.agentId,
		alias: parameters.alias,
	}),
};
