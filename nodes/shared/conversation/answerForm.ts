import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { longestTime } from '../descriptions/options';
import { simplify, type SimplifyParameters } from '../operation/simplify';
import { completionArgs, type CompletionArgs, completionArgsOf } from './completionArgs';
import { settingsOf } from './settings';

/** What the operations that make a model answer have in common. */
export interface AnswerParameters extends SimplifyParameters {
	stream?: boolean;
	completionArgs?: CompletionArgs;
	options?: IDataObject & {
		/** In ms. */
		idleTimeout?: number;
		streamSteps?: boolean;
		downloadFiles?: boolean;
		maxToolRounds?: number;
		failOnMaxRounds?: boolean;
	};
}

/** For a model whose tool such an operation is. */
export const givesAnswer =
	'Gives the answer as text and the conversationId to go on with; with the status requires_action, functionCalls wait for their results';

export const answerProperties: INodeProperties[] = [
	{
		displayName: 'Stream',
		name: 'stream',
		type: 'boolean',
		default: true,
		description:
			'Whether to receive the answer word by word: long answers do not time out, and where the trigger streams its response, words reach the caller as they come',
	},
	simplify,
	completionArgs,
];

/** Field of `options`: what the caller of a streaming execution gets besides text. */
export const streamSteps: INodeProperties = {
	displayName: 'Stream Steps',
	name: 'streamSteps',
	type: 'boolean',
	default: false,
	description:
		'Whether the caller of a streamed response also gets tool, handoff and function call steps, as objects between the text',
};

/** Field of `options`. */
export const idleTimeout: INodeProperties = {
	displayName: 'Idle Timeout',
	name: 'idleTimeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: longestTime, numberPrecision: 0 },
	default: 600000,
	description: 'How long to wait for the next piece of a streamed answer, in milliseconds',
};

/** Without a stream the headers come when the model and its tools are done, in ms. */
const unstreamedTimeout = 600_000;

/** Body fields of these operations, under the names of the parameters, but for what is said. */
export const answerFields = (parameters: AnswerParameters): IDataObject => ({
	completionArgs: completionArgsOf(parameters.completionArgs),
	stream: parameters.stream || undefined,
	...settingsOf(parameters.options),
});

/** How long the response to such a request may take; see `ApiRequest`. */
export const answerTimeout = ({ stream }: AnswerParameters) =>
	stream ? {} : { timeout: unstreamedTimeout };
