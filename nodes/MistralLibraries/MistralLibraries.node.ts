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
import { access } from './resources/access';
import { document } from './resources/document';
import { library } from './resources/library';

const resources: Resources = [document, library, access];

export class MistralLibraries implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Mistral Libraries',
		name: 'mistralLibraries',
		icon: { light: 'file:../../icons/mistral.svg', dark: 'file:../../icons/mistral.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: "Put documents into Mistral's libraries, which models and agents can search",
		defaults: { name: 'Mistral Libraries' },
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
