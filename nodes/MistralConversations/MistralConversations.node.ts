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
import { hints } from './hints';
import { inputsOf } from './inputs';
import { conversation } from './resources/conversation';
import { file } from './resources/file';
import { toolCall } from './resources/toolCall';

const resources: Resources = [conversation, toolCall, file];

export class MistralConversations implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Mistral Conversations',
		name: 'mistralConversations',
		icon: { light: 'file:../../icons/mistral.svg', dark: 'file:../../icons/mistral.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: "Talk to Mistral's models and agents in conversations that Mistral remembers",
		defaults: { name: 'Mistral Conversations' },
		usableAsTool: true,
		inputs: inputsOf(resources),
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mistralAgentsApi', required: true }],
		hints,
		properties: propertiesOf(resources),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions) {
		return await runOperation.call(this, resources);
	}
}
