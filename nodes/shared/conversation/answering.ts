import { type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { hasCaller } from '../operation/hasCaller';
import type { Item, Output } from '../operation/operation';
import type { ApiRequest } from '../transport/apiRequest';
import { ParameterError } from '../transport/parameterError';
import type { Answer } from '../transport/entities';
import type { AnswerParameters } from './answerForm';
import { ask, type EventTaker } from './ask';
import { Caller } from './caller';
import { connectedTools } from './connectedTools';
import { functionsOf, offering } from './offeredTools';
import { replyOf } from './reply';
import { servedTools, type ServedTools } from './servedTools';
import { countTokens } from './tokenUsage';
import { converse, type Conversed, type Conversing } from './toolLoop';
import { resultEntry } from './toolResults';

/*
 * How the operations that make a model answer are carried out; streamed or not, the output is the same.
 * Tools that are connected to the node serve the calls of the model.
 */

/** For a new conversation: it is told of the connected tools. */
export async function starting(item: Item<AnswerParameters>, request: ApiRequest): Promise<Output> {
	const functions = functionsOf(request);
	const served = await toolsFor(item, functions);
	// An agent may have functions of its own; a model has those of the request, and else makes them up.
	const isOwn = request.body?.agent_id !== undefined || served.size === 0;
	const isForUser = (name: string) => isOwn || functions.includes(name);
	const start = offering(request, served);
	return await outputFor(item, async (asking) => await ask(item.api, start, asking), {
		served,
		isForUser,
	});
}

/** For a conversation that exists: its requests take no tools, so the connected ones serve calls by name. */
export async function answering(
	item: Item<AnswerParameters>,
	request: ApiRequest,
): Promise<Output> {
	const served = await toolsFor(item);
	if (served.size > 0 && item.index === 0) tellWhatToolsServe(item.context);
	return await outputFor(item, async (asking) => await ask(item.api, request, asking), {
		served,
		isForUser: () => true,
	});
}

async function toolsFor(
	{ context, index, parameters }: Item<AnswerParameters>,
	functions: string[] = [],
): Promise<ServedTools> {
	const served = servedTools(await connectedTools(context, index), functions);
	if (served.size > 0 && parameters.options?.store === false) {
		throw new ParameterError(
			'With the option "Store" switched off Mistral forgets the conversation, so the results of connected tools could not be given to the model',
			'Switch Store on, or disconnect the tools.',
		);
	}
	return served;
}

const tellWhatToolsServe = (context: IExecuteFunctions) =>
	context.addExecutionHints({
		type: 'info',
		location: 'outputPane',
		message:
			'Mistral takes no new tools for a conversation that exists. Connected tools serve calls of their names, if the conversation was started with them or its agent has such functions.',
	});

/** How the first answer is come by; the asking is to be handed on to {@link ask}. */
type Question = (asking: Parameters<typeof ask>[2]) => Promise<Answer>;

/** Where the execution streams, its caller gets the text as it comes. */
async function outputFor(
	item: Item<AnswerParameters>,
	question: Question,
	tools: Pick<Conversing, 'served' | 'isForUser'>,
): Promise<Output> {
	const { context, parameters, api, index } = item;
	const { idleTimeout, streamSteps = false } = parameters.options ?? {};
	const isPassedOn = parameters.stream === true && hasCaller(context);
	const caller = isPassedOn ? new Caller(context, index, streamSteps) : undefined;
	const take: EventTaker | undefined = caller && (async (events) => await caller.pass(events));
	const put = async (toModel: Question): Promise<Answer> => {
		const answer = await toModel({ idleTimeout, take });
		countTokens(context, answer.usage);
		await caller?.complete(answer.outputs);
		return answer;
	};
	await caller?.begin();
	const conversed = await converse(item, async () => await put(question), {
		...tools,
		ask: async (request) => await put(async (asking) => await ask(api, request, asking)),
		tell: async (result) => {
			await caller?.complete([resultEntry(result)]);
		},
	});
	await caller?.end();
	return { json: conversedOutput(conversed, parameters) };
}

/** The simplified output has the calls that are left to do. */
function conversedOutput(
	{ answer, servedCalls, isOutOfRounds }: Conversed,
	parameters: AnswerParameters,
): IDataObject {
	if (parameters.simplify === false) return answer;
	const outputs = answer.outputs.filter(
		({ type, tool_call_id: id = '' }) => type !== 'function.call' || !servedCalls.has(id),
	);
	return {
		...outputOf({ ...answer, outputs }, parameters),
		...(isOutOfRounds && { status: 'max_rounds' }),
	};
}

/** The API's answer, or the simplified one. */
export const outputOf = (
	answer: Answer,
	{ simplify, completionArgs: args }: Pick<AnswerParameters, 'simplify' | 'completionArgs'>,
): IDataObject =>
	simplify === false
		? answer
		: replyOf(answer, ['json_object', 'json_schema'].includes(args?.responseFormat ?? ''));
