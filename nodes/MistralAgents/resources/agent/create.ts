import { model } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify } from '../../../shared/operation/simplify';
import { anAgent } from '../../../shared/transport/entities';
import {
	contentOf,
	contentProperties,
	contentSettings,
	name,
	type NewAgentParameters,
	versionMessage,
} from '../../agentContent';
import { agentOutput } from './output';

export const create: OneRequest<NewAgentParameters> = {
	name: 'Create',
	value: 'create',
	action: 'Create an agent',
	description: 'Set up a new agent, even if there is one of that name',
	properties: [
		{ ...name, required: true },
		model,
		...contentProperties,
		simplify,
		optionsOf(...contentSettings, versionMessage),
	],
	request: ({ options, ...content }) => ({
		method: 'POST',
		path: ['v1', 'agents'],
		body: contentOf({ ...content, ...options }),
	}),
	response: anAgent,
	output: agentOutput,
};
