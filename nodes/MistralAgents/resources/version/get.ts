import { agentId, version } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { anAgent } from '../../../shared/transport/entities';
import { agentOutput } from '../agent/output';

interface GetParameters extends SimplifyParameters {
	agentId: string;
	version: string;
}

export const get: OneRequest<GetParameters> = {
	name: 'Get',
	value: 'get',
	action: 'Get a version of an agent',
	description: 'Get an agent as it is in one of its versions',
	properties: [agentId, version, simplify, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'agents', parameters.agentId, 'versions', parameters.version],
	}),
	response: anAgent,
	output: agentOutput,
};
