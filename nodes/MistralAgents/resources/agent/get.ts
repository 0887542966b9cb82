import { settings } from '../../../shared/conversation/settings';
import { agentId } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';

interface GetParameters {
	agentId: string;
	options?: { agentVersion?: string };
}

export const get: Operation<GetParameters> = {
	name: 'Get',
	value: 'get',
	action: 'Get an agent',
	description: 'Get an agent in its current version or another one',
	properties: [agentId, optionsOf(settings.agentVersion)],
	request: (parameters) => ({
		method: 'GET',
		path: ['v1', 'agents', parameters.agentId],
		query: toApiFields({ agentVersion: parameters.options?.agentVersion }),
	}),
};
