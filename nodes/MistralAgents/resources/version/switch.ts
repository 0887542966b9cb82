import { agentId, version } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anAgent } from '../../../shared/transport/entities';
import { versionNumber } from '../../versionNumber';

export const switchVersion: OneRequest<{ agentId: string; version: string }> = {
	name: 'Switch',
	value: 'switch',
	action: 'Switch the version of an agent',
	description: 'Make another version the current one, which new conversations use',
	properties: [agentId, version, optionsOf()],
	order: ({ agentId }) => agentId,
	request: (parameters) => ({
		method: 'PATCH',
		path: ['v1', 'agents', parameters.agentId, 'version'],
		query: { version: versionNumber(parameters.version) },
	}),
	response: anAgent,
};
