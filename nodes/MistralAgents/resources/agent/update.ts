import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { agentId, otherModel } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { updateFieldsOf } from '../../../shared/descriptions/updateFields';
import { changesOf } from '../../../shared/operation/apiFields';
import type { OneRequest } from '../../../shared/operation/operation';
import { simplify, type SimplifyParameters } from '../../../shared/operation/simplify';
import { anAgent } from '../../../shared/transport/entities';
import {
	contentOf,
	type ContentParameters,
	contentProperties,
	contentSettings,
	name,
	versionMessage,
} from '../../agentContent';
import { agentOutput } from './output';

interface UpdateParameters extends SimplifyParameters {
	agentId: string;
	updateFields?: Omit<ContentParameters, 'versionMessage'>;
	options?: Pick<ContentParameters, 'versionMessage'>;
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
	description: 'Change fields of an agent, which makes a new version; other fields stay',
	properties: [
		agentId,
		updateFieldsOf(name, otherModel, ...contentProperties, ...contentSettings, deploymentChat),
		simplify,
		optionsOf(versionMessage),
	],
	order: ({ agentId }) => agentId,
	request: ({ agentId: id, updateFields, options }) => ({
		method: 'PATCH',
		path: ['v1', 'agents', id],
		body: { ...changesOf(updateFields, empty, contentOf), ...contentOf({ ...options }) },
		// Each one makes a version.
		repeatable: false,
	}),
	response: anAgent,
	output: agentOutput,
};
