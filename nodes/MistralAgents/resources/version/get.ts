import { agentId, version } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anAgent } from '../../../shared/transport/entities';

export const get: OneRequest<{ agentId: string; version: string }> = {
	name: 'Get',
	value: 'get',
	action: 'Get a version of an agent',
	description: 'Get an agent as it is in one of its versions',
	properties: [agentId, version, optionsOf()],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'agents', parameters.agentId, 'versions', parameters.version],
	}),
	response: anAgent,
};
