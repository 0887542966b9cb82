import {
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { listSearch } from '../shared/listSearch';
import { pollLibrary } from './poll';
import { properties } from './properties';

export class MistralLibraryTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Mistral Library Trigger',
		name: 'mistralLibraryTrigger',
		icon: { light: 'file:../../icons/mistral.svg', dark: 'file:../../icons/mistral.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Runs the workflow when documents of a library are added, processed or failed',
		eventTriggerDescription: '',
		activationMessage: 'The workflow now runs for each document of the library, from now on.',
		defaults: { name: 'Mistral Library Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mistralAgentsApi', required: true }],
		properties,
	};

	methods = { listSearch };

	async poll(this: IPollFunctions) {
		return await pollLibrary.call(this);
	}
}
