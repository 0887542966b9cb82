import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { hasCaller } from '../operation/caller';
import type { Item } from '../operation/operation';
import type { ApiRequest } from '../transport/apiRequest';
import { apiRequest } from '../transport/request';
import { Caller } from './caller';
import { completionArgs, type CompletionArgs, completionArgsOf } from './completionArgs';
import { type InputParameters, inputsOf } from './inputs';
import { replyOf } from './reply';
import { settingsOf } from './settings';
import { streamedAnswer } from './streamedAnswer';

/** What the operations that make a model answer have in common. */
export interface AnswerParameters extends InputParameters {
	stream?: boolean;
	simplify?: boolean;
	completionArgs?: CompletionArgs;
	options?: IDataObject;
}

export const answerProperties: INodeProperties[] = [
	{
		displayName: 'Stream',
		name: 'stream',
		type: 'boolean',
		default: true,
		description:
			'Whether to receive the answer word by word: long answers do not time out, and where the trigger streams its response, words reach the caller as they come',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
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

/** Body fields of these operations, under the names of the parameters. */
export const answerFields = (parameters: AnswerParameters): IDataObject => ({
	inputs: inputsOf(parameters),
	completionArgs: completionArgsOf(parameters.completionArgs),
	stream: parameters.stream || undefined,
	...settingsOf(parameters.options),
});

/** Without a stream the headers come when the model and its tools are done, in ms. */
const unstreamedTimeout = 300_000;

/** Where the execution streams, its caller gets the text as it comes. */
async function streamed(
	{ context, parameters, options }: Item<AnswerParameters>,
	request: ApiRequest,
): Promise<IDataObject> {
	if (!hasCaller(context)) return await streamedAnswer(context, request, options);
	const caller = new Caller(context, options.itemIndex, parameters.options?.streamSteps === true);
	await caller.begin();
	const response = await streamedAnswer(context, request, options, (events) => caller.pass(events));
	await caller.finish(response.outputs as IDataObject[]);
	return response;
}

/** How these operations are carried out; streamed or not, the API's object is the same. */
export const answering = {
	execute: async (item: Item<AnswerParameters>, request: ApiRequest): Promise<IDataObject> =>
		request.body?.stream
			? await streamed(item, request)
			: ((await apiRequest(item.context, request, {
					...item.options,
					timeout: item.options.timeout ?? unstreamedTimeout,
				})) as IDataObject),
	output: (
		answer: IDataObject,
		{ simplify, completionArgs: args }: Pick<AnswerParameters, 'simplify' | 'completionArgs'>,
	): IDataObject =>
		simplify === false
			? answer
			: replyOf(answer, ['json_object', 'json_schema'].includes(args?.responseFormat ?? '')),
};
