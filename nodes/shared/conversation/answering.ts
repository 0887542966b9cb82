import type { IDataObject } from 'n8n-workflow';

import { hasCaller } from '../operation/hasCaller';
import type { Item, Output } from '../operation/operation';
import type { ApiRequest } from '../transport/apiRequest';
import type { Answer } from '../transport/entities';
import type { AnswerParameters } from './answerForm';
import { ask } from './ask';
import { Caller } from './caller';
import { replyOf } from './reply';

/** How the operations that make a model answer are carried out; streamed or not, the output is the same. */
export async function answering(
	item: Item<AnswerParameters>,
	request: ApiRequest,
): Promise<Output> {
	return { json: outputOf(await answerTo(item, request), item.parameters) };
}

/** Where the execution streams, its caller gets the text as it comes. */
async function answerTo(
	{ context, parameters, api, index }: Item<AnswerParameters>,
	request: ApiRequest,
): Promise<Answer> {
	const { idleTimeout, streamSteps = false } = parameters.options ?? {};
	if (!request.body?.stream || !hasCaller(context)) return await ask(api, request, { idleTimeout });
	const caller = new Caller(context, index, streamSteps);
	await caller.begin();
	const answer = await ask(api, request, {
		idleTimeout,
		take: async (events) => {
			await caller.pass(events);
		},
	});
	await caller.complete(answer.outputs);
	await caller.end();
	return answer;
}

/** The API's answer, or the simplified one. */
export const outputOf = (
	answer: Answer,
	{ simplify, completionArgs: args }: Pick<AnswerParameters, 'simplify' | 'completionArgs'>,
): IDataObject =>
	simplify === false
		? answer
		: replyOf(answer, ['json_object', 'json_schema'].includes(args?.responseFormat ?? ''));
