import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { completionArgs, type CompletionArgs } from './completionArgs';
import { replyOf } from './reply';

/** What the operations that make a model answer have in common. */
interface AnswerParameters {
	simplify?: boolean;
	completionArgs?: CompletionArgs;
}

export const answerProperties: INodeProperties[] = [
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	completionArgs,
];

/** The answer comes in one piece, so its headers come when the model and its tools are done. */
export const answerTimeout = 300_000;

/** The output item of an answer: simplified, or the API's object as it is. */
export const answerOutput = (
	answer: IDataObject,
	{ simplify, completionArgs: args }: AnswerParameters,
): IDataObject =>
	simplify === false
		? answer
		: replyOf(answer, ['json_object', 'json_schema'].includes(args?.responseFormat ?? ''));
