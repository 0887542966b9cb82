import { NodeError } from 'n8n-workflow';

import type { Item } from '../operation/operation';
import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import type { Answer } from '../transport/entities';
import type { AnswerParameters } from './answerForm';
import { functionCallOf } from './reply';
import { appendRequest } from './requests';
import { nextStep, type Rounds, sumOfUsage } from './rounds';
import { mostRounds } from './roundsForm';
import type { ServedTools } from './servedTools';
import { type FunctionCall, resultEntry, type ToolResult } from './toolResults';
import { ToolRunner } from './toolRunner';

/** What the loop is made with. */
export interface Conversing {
	/** The connected tools. */
	served: ServedTools;
	isForUser: Rounds['isForUser'];
	/** Sends the results of a round and gives the answer to them. */
	ask(request: ApiRequest): Promise<Answer>;
	/** Is told of each result as soon as its tool has ended. */
	tell?(result: ToolResult): Promise<void>;
}

/** What the rounds came to. */
export interface Conversed {
	/** The latest answer, with the outputs and the usage of all of them. */
	answer: Answer;
	/** Ids of the calls whose results the model has. */
	servedCalls: Set<string>;
	/** The tools would serve the calls that are open, but may not run again. */
	isOutOfRounds: boolean;
}

/**
 * Gets a first answer, runs the tools that it calls, appends their results and nothing else, and so on until an
 * answer leaves no call to them.
 *
 * @throws {NodeError} when results could not be appended: its context has them as `toolResults`
 */
export async function converse(
	{ api, parameters }: Pick<Item<AnswerParameters>, 'api' | 'parameters'>,
	begin: () => Promise<Answer>,
	{ served, isForUser, ask, tell }: Conversing,
): Promise<Conversed> {
	const { maxToolRounds: maxRounds = mostRounds, failOnMaxRounds } = parameters.options ?? {};
	const runner = new ToolRunner(served, api.signal, tell);
	const answers: Answer[] = [];
	const servedCalls = new Set<string>();
	let answer = await begin();
	for (;;) {
		answers.push(answer);
		const { conversation_id: conversationId, outputs } = answer;
		const step = nextStep(outputs, answers.length - 1, { served, isForUser, maxRounds });
		if (step.kind === 'max_rounds' && failOnMaxRounds) {
			throw outOfRounds(api, maxRounds, conversationId, step.calls);
		}
		if (step.kind !== 'run') {
			return { answer: inOne(answers), servedCalls, isOutOfRounds: step.kind === 'max_rounds' };
		}
		const results = await run(step.calls, runner, api);
		const inputs = results.map(resultEntry);
		const append = appendRequest(conversationId, { inputs }, ofRounds(parameters));
		try {
			answer = await ask(append);
		} catch (error) {
			throw keeping(error as Error, conversationId, results);
		}
		for (const { toolCallId } of results) servedCalls.add(toolCallId);
	}
}

async function run(calls: FunctionCall[], runner: ToolRunner, api: Api): Promise<ToolResult[]> {
	api.throwIfStopped();
	try {
		return await runner.run(calls);
	} finally {
		// Tells a cancel as n8n knows it.
		api.throwIfStopped();
	}
}

/**
 * What the appends of results take of the parameters. A choice of tools that forces a call has been obeyed:
 * forced again in every round, the model could never come to an end.
 */
function ofRounds({ stream, completionArgs, options }: AnswerParameters): AnswerParameters {
	const isForced = ['any', 'required'].includes(completionArgs?.toolChoice ?? '');
	return {
		stream,
		completionArgs: isForced ? { ...completionArgs, toolChoice: 'auto' } : completionArgs,
		options: { store: options?.store, handoffExecution: options?.handoffExecution },
	};
}

/** What made the append of results fail, with the results: so no tool need run again. */
function keeping(error: Error, conversationId: string, toolResults: ToolResult[]): Error {
	if (error instanceof NodeError) {
		Object.assign(error.context, { conversationId, toolResults });
		error.description = [error.description, resultsAreKept].filter(Boolean).join(' ');
	}
	return error;
}

const resultsAreKept =
	'The tools have run: their results are in toolResults of the failed item. Hand them in with Tool Call > Submit Results, unless the history has them.';

const outOfRounds = (api: Api, maxRounds: number, conversationId: string, calls: FunctionCall[]) =>
	api.fault({
		words: `The model wants its tools to run more than ${maxRounds} times in a row, now ${calls.map(({ name }) => name).join(', ')}`,
		advice: `Raise Max Tool Rounds in the options, or give the results of the open calls in the conversation ${conversationId} with Tool Call > Submit Results.`,
		context: {
			conversationId,
			functionCalls: calls.map((call) => functionCallOf(call, conversationId)),
		},
	});

/** One answer stays as it is. */
function inOne(answers: Answer[]): Answer {
	const [latest] = answers.slice(-1) as [Answer];
	if (answers.length === 1) return latest;
	return {
		...latest,
		outputs: answers.flatMap(({ outputs }) => outputs),
		usage: sumOfUsage(answers.map(({ usage }) => usage)),
		...(answers.some(({ reconciled }) => reconciled) && { reconciled: true }),
	};
}
