import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { listSearch } from '../shared/listSearch';
import { propertiesOf, subtitleOf } from '../shared/operation/menu';
import type { Resources } from '../shared/operation/operation';
import { runOperation } from '../shared/operation/run';
import { agent } from './resources/agent';
import { alias } from './resources/alias';
import { version } from './resources/version';

const resources: Resources = [agent, version, alias];

export class MistralAgents implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Mistral Agents',
		name: 'mistralAgents',
		icon: { light: 'file:../../icons/mistral.svg', dark: 'file:../../icons/mistral.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: "Set up Mistral's agents, with their versions and aliases",
		defaults: { name: 'Mistral Agents' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mistralAgentsApi', required: true }],
		properties: propertiesOf(resources),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions) {
		return await runOperation.call(this, resources);
	}
}
