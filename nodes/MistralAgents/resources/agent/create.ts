import { model } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import type { OneRequest } from '../../../shared/operation/operation';
import { anAgent } from '../../../shared/transport/entities';
import {
	contentOf,
	type ContentParameters,
	contentProperties,
	contentSettings,
	name,
} from '../../agentContent';

export const create: OneRequest<ContentParameters> = {
	name: 'Create',
	value: 'create',
	action: 'Create an agent',
	description: 'Set up a new agent, even if there is one of that name',
	properties: [
		{ ...name, required: true },
		model,
		...contentProperties,
		optionsOf(...contentSettings),
	],
	request: (parameters) => ({
		method: 'POST',
		path: ['v1', 'agents'],
		body: contentOf(parameters),
	}),
	response: anAgent,
};
