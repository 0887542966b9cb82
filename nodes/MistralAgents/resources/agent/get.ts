import { settings } from '../../../shared/conversation/settings';
import { agentId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { anAgent } from '../../../shared/transport/entities';
import { agentOutput } from './output';

interface GetParameters extends SimplifyParameters {
	agentId: string;
	options?: { agentVersion?: string };
}

export const get: OneRequest<GetParameters> = {
	name: 'Get',
	value: 'get',
	action: 'Get an agent',
	description: 'Get an agent in its current version or another one',
	properties: [agentId, simplify, optionsOf(settings.agentVersion)],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'agents', parameters.agentId],
		query: toApiFields({ agentVersion: parameters.options?.agentVersion }),
	}),
	response: anAgent,
	output: agentOutput,
};
