import type { IDataObject } from 'n8n-workflow';

import { hasCaller } from '../operation/hasCaller';
import type { Item, Output } from '../operation/operation';
import type { ApiRequest } from '../transport/apiRequest';
import type { Answer } from '../transport/entities';
import type { AnswerParameters } from './answerForm';
import { ask, type Question } from './ask';
import { Caller } from './caller';
import { withFiles } from './generatedFiles';
import { hintAtHandoff } from './handoffHint';
import { replyOf } from './reply';

/** How the operations that make a model answer are carried out; streamed or not, the output is the same. */
export const answering = async (
	item: Item<AnswerParameters>,
	request: ApiRequest,
): Promise<Output> =>
	await answeringTo(item, async (asking) => await ask(item.api, request, asking));

/** The same for an answer that takes more than one request. */
export async function answeringTo(
	item: Item<AnswerParameters>,
	question: Question,
): Promise<Output> {
	const answer = await answerTo(item, question);
	hintAtHandoff(item.context, answer);
	return await withFiles(item, answer, { json: outputOf(answer, item.parameters) });
}

/** Where the execution streams, its caller gets the text as it comes. */
async function answerTo(
	{ context, parameters, index }: Item<AnswerParameters>,
	question: Question,
): Promise<Answer> {
	const { stream, options } = parameters;
	const { idleTimeout, streamSteps = false } = options ?? {};
	if (!stream || !hasCaller(context)) return await question({ idleTimeout });
	const caller = new Caller(context, index, streamSteps);
	await caller.begin();
	const answer = await question({
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
