import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { agentId, otherModel } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { anAgent } from '../../../shared/transport/entities';
import { ParameterError } from '../../../shared/transport/parameterError';
import {
	contentOf,
	type ContentParameters,
	contentProperties,
	contentSettings,
	name,
} from '../../agentContent';

interface UpdateParameters extends ContentParameters {
	agentId: string;
	options?: ContentParameters['options'] & { clear?: string[] };
}

/** Fields that can be emptied, with what the API takes as empty. */
const empty: IDataObject = {
	completionArgs: {},
	description: null,
	guardrails: null,
	handoffs: null,
	instructions: null,
	metadata: null,
	tools: [],
};

const clear: INodeProperties = {
	displayName: 'Clear',
	name: 'clear',
	type: 'multiOptions',
	options: [
		{ name: 'Completion Arguments', value: 'completionArgs' },
		{ name: 'Description', value: 'description' },
		{ name: 'Guardrails', value: 'guardrails' },
		{ name: 'Handoffs', value: 'handoffs' },
		{ name: 'Instructions', value: 'instructions' },
		{ name: 'Metadata', value: 'metadata' },
		{ name: 'Tools', value: 'tools' },
	],
	default: [],
	description: 'What the agent is to lose. All else that is left empty here stays as it is.',
};

const deploymentChat: INodeProperties = {
	displayName: 'Deployment Chat',
	name: 'deploymentChat',
	type: 'boolean',
	default: true,
	description: "Whether the agent can be talked to in Mistral's own chat",
};

export const update: OneRequest<UpdateParameters> = {
	name: 'Update',
	value: 'update',
	action: 'Update an agent',
	description: 'Change fields of an agent, which makes a new version; fields left empty are kept',
	properties: [
		agentId,
		name,
		{ ...otherModel, description: 'Kept as it is if empty' },
		...contentProperties,
		optionsOf(clear, deploymentChat, ...contentSettings),
	],
	order: ({ agentId }) => agentId,
	request: (parameters) => ({
		method: 'PATCH',
		path: ['v1', 'agents', parameters.agentId],
		body: changesOf(parameters),
		// Each one makes a version.
		repeatable: false,
	}),
	response: anAgent,
};

function changesOf({ options, ...parameters }: UpdateParameters): IDataObject {
	const set = contentOf({ ...parameters, options });
	const cleared = toApiFields(
		Object.fromEntries((options?.clear ?? []).map((field) => [field, empty[field]])),
	);
	const both = Object.keys(cleared).filter((field) => field in set);
	if (both.length > 0) {
		throw new ParameterError(
			`The parameter "Options > Clear" names what is set as well: ${both.join(', ')}`,
			'Take it out of Clear, or empty the field.',
		);
	}
	const changes = { ...set, ...cleared };
	if (Object.keys(changes).some((field) => field !== 'version_message')) return changes;
	throw new ParameterError(
		'There is nothing to change',
		'Fill in a field, or name one in the option Clear. Otherwise there would be a new version without a difference.',
	);
}
