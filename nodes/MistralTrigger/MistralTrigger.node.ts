import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { listSearch } from '../shared/listSearch';
import { emissionProperties } from './emission';
import { hints } from './hints';
import { modeProperties, modeSettings, subtitle } from './modes';
import { scheduleProperties } from './schedule';
import { runTrigger, startTrigger } from './trigger';

export class MistralTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Mistral Trigger',
		name: 'mistralTrigger',
		icon: { light: 'file:../../icons/mistral.svg', dark: 'file:../../icons/mistral.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description: 'Runs the workflow for each step of an answer of a Mistral model or agent',
		eventTriggerDescription: '',
		activationMessage: 'The workflow now runs for each step of the answers that it asks for.',
		defaults: { name: 'Mistral Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mistralAgentsApi', required: true }],
		hints,
		properties: [...scheduleProperties, ...modeProperties, ...emissionProperties, ...modeSettings],
	};

	methods = { listSearch };

	async trigger(this: ITriggerFunctions) {
		return await startTrigger.call(this);
	}

	async execute(this: IExecuteFunctions) {
		return await runTrigger.call(this);
	}
}
