import { type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { addHint } from '../operation/addHint';
import { hasCaller } from '../operation/hasCaller';
import type { Item, Output } from '../operation/operation';
import type { ApiRequest } from '../transport/apiRequest';
import { ParameterError } from '../transport/parameterError';
import type { Answer } from '../transport/entities';
import type { AnswerParameters } from './answerForm';
import { ask, type EventTaker, type Question } from './ask';
import { Caller } from './caller';
import { connectedTools } from './connectedTools';
import { withFiles } from './generatedFiles';
import { hintAtHandoff } from './handoffHint';
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

type Tools = Pick<Conversing, 'served' | 'isForUser'>;

/** For a new conversation: it is told of the connected tools. */
export async function starting(item: Item<AnswerParameters>, request: ApiRequest): Promise<Output> {
	const { start, ...tools } = await offered(item, request);
	return await outputFor(item, tools, asked(item, start));
}

/** How a message of a session is sent. */
interface SessionSending {
	/** @param start begins the session's conversation, if there is none yet; it offers the connected tools */
	sendWith(start: ApiRequest): Question;
	/** Whether the message has begun the conversation. */
	hasStarted(): boolean;
}

/** For a conversation that may exist or not. */
export async function answeringSession(
	item: Item<AnswerParameters>,
	request: ApiRequest,
	{ sendWith, hasStarted }: SessionSending,
): Promise<Output> {
	const { start, served, isForUser } = await offered(item, request);
	const tools: Tools = { served, isForUser: (name) => !hasStarted() || isForUser(name) };
	return await outputFor(item, tools, sendWith(start));
}

/** For a conversation that exists: its requests take no tools, so the connected ones serve calls by name. */
export const answering = async (
	item: Item<AnswerParameters>,
	request: ApiRequest,
): Promise<Output> => await answeringTo(item, asked(item, request));

/** The same for an append that takes more than one request. */
export async function answeringTo(
	item: Item<AnswerParameters>,
	question: Question,
): Promise<Output> {
	const served = await toolsFor(item);
	if (served.size > 0 && item.index === 0) tellWhatToolsServe(item.context);
	return await outputFor(item, { served, isForUser: () => true }, question);
}

const asked =
	({ api }: Item<AnswerParameters>, request: ApiRequest): Question =>
	async (asking) =>
		await ask(api, request, asking);

/** The request that begins a conversation with the connected tools, and what they serve in it. */
async function offered(
	item: Item<AnswerParameters>,
	request: ApiRequest,
): Promise<Tools & { start: ApiRequest }> {
	const functions = functionsOf(request);
	const served = await toolsFor(item, functions);
	// An agent may have functions of its own; a model has those of the request, and else makes them up.
	const isOwn = request.body?.agent_id !== undefined || served.size === 0;
	const isForUser = (name: string) => isOwn || functions.includes(name);
	return { start: offering(request, served), served, isForUser };
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
	addHint(
		context,
		'info',
		'Mistral takes no new tools for a conversation that exists. Connected tools serve calls of their names, if the conversation was started with them or its agent has such functions.',
	);

/**
 * Where the execution streams, its caller gets the text as it comes.
 *
 * @param question gets the first answer
 */
async function outputFor(
	item: Item<AnswerParameters>,
	tools: Tools,
	question: Question,
): Promise<Output> {
	const { context, parameters, index } = item;
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
		ask: async (request) => await put(asked(item, request)),
		tell: async (result) => {
			await caller?.complete([resultEntry(result)]);
		},
	});
	await caller?.end();
	hintAtHandoff(context, conversed.answer);
	const output = { json: conversedOutput(conversed, parameters) };
	return await withFiles(item, conversed.answer, output);
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
