import { agentId, model } from '../../../shared/descriptions/locators';
import { optionsOf } from '../../../shared/descriptions/options';
import { tools } from '../../../shared/descriptions/tools';
import {
	answerFields,
	answering,
	type AnswerParameters,
	answerProperties,
	streamSteps,
} from '../../../shared/conversation/answer';
import { inputProperties } from '../../../shared/conversation/inputs';
import { settings } from '../../../shared/conversation/settings';
import { type ToolParameters, toolsOf } from '../../../shared/conversation/tools';
import { toApiFields } from '../../../shared/operation/apiFields';
import type { Operation } from '../../../shared/operation/operation';

interface StartParameters extends AnswerParameters {
	/** The API refuses a request that names both; the one not chosen as target is absent. */
	agentId?: string;
	model?: string;
	instructions?: string;
	tools?: ToolParameters[];
}

export const start: Operation<StartParameters> = {
	name: 'Start',
	value: 'start',
	action: 'Start a conversation',
	description: 'Begin a conversation with a model or an agent and get its answer',
	properties: [
		{
			displayName: 'Talk To',
			name: 'target',
			type: 'options',
			options: [
				{ name: 'Agent', value: 'agent', description: 'One that is set up in Mistral' },
				{ name: 'Model', value: 'model' },
			],
			default: 'model',
		},
		{ ...agentId, displayOptions: { show: { target: ['agent'] } } },
		{ ...model, displayOptions: { show: { target: ['model'] } } },
		...inputProperties,
		{
			displayName: 'Instructions',
			name: 'instructions',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Answer in one sentence and name your sources.',
			description: 'What the model must follow during the whole conversation',
		},
		tools,
		...answerProperties,
		optionsOf(
			{ ...settings.agentVersion, displayOptions: { show: { '/target': ['agent'] } } },
			settings.description,
			settings.guardrails,
			{ ...settings.handoffExecution, displayOptions: { show: { '/target': ['agent'] } } },
			settings.metadata,
			settings.name,
			settings.store,
			streamSteps,
		),
	],
	request: (parameters) => ({
		method: 'POST',
		path: ['v1', 'conversations'],
		body: toApiFields({
			agentId: parameters.agentId,
			model: parameters.model,
			instructions: parameters.instructions,
			tools: toolsOf(parameters.tools, parameters.completionArgs?.toolChoice),
			...answerFields(parameters),
		}),
	}),
	...answering,
};
