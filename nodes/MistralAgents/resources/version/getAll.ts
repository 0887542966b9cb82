import { agentId } from '../../../shared/descriptions/locators';
import { returnAllOrLimit } from '../../../shared/descriptions/many';
import { optionsOf } from '../../../shared/descriptions/options';
import type { List } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { anAgent } from '../../../shared/transport/entities';
import { numberedPages } from '../../../shared/transport/paging';
import { agentOutput } from '../agent/output';

interface GetAllParameters extends SimplifyParameters {
	agentId: string;
}

export const getAll: List<GetAllParameters> = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many versions of an agent',
	description: 'List the versions of an agent, each as the whole agent',
	properties: [agentId, ...returnAllOrLimit, simplify, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'agents', parameters.agentId, 'versions'],
	}),
	paging: numberedPages,
	entity: anAgent,
	output: agentOutput,
};
