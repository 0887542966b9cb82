import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject, INodeParameters, StructuredChunk } from 'n8n-workflow';

import type { LoggedRequest } from '../../simulator/requestLog';
import type { Entry, FunctionCall } from '../../simulator/schemas/entries';
import { startSimulator, type Simulator } from '../../simulator/server';
import { supplying } from '../engine/toolNodes';
import { credentialFor, type NodeRun, runConversations } from '../engine/workflow';
import { promised } from './campaign';
import { answered, conversationOfOneTurn, type Sent } from './dialogue';
import { failureIn, soundsLikeAMachine } from './outcomes';
import { real } from './quickClock';
import {
	connectedIn,
	done,
	faultsOf,
	hasTool,
	isForUser,
	patience,
	type RoundCase,
	settingsFor,
	textOf,
	toldOf,
	toolsOf,
} from './roundCase';
import { isToBeHad } from './streamCase';

/** Runs the case, then says what was carried out at a second simulator that nothing befalls. */
export async function checkRounds(one: RoundCase): Promise<void> {
	const simulator = await startSimulator({ wordDelay: real(one.wordDelay) });
	const twin = await startSimulator();
	try {
		const id = one.said === 'append' ? await conversationOfOneTurn(simulator) : undefined;
		if (id) await conversationOfOneTurn(twin);
		Object.assign(simulator.state.settings, settingsFor(one));
		for (const fault of faultsOf(one)) simulator.faults.add(fault);
		const ran = await runRounds(one, simulator, id);
		const sent = ran.posts.filter(({ status }) => status !== 429 && status !== 409);
		const carriedOut = sent.filter(isCarriedOutBy(simulator));
		const answers: Sent[] = [];
		for (const { path, body } of carriedOut) {
			answers.push(await answered(twin, path, { ...(body as object), stream: true }));
		}
		judge(one, { ...ran, sent, answers });
	} finally {
		await Promise.all([simulator.close(), twin.close()]);
	}
}

interface Ran {
	/** Requests for answers, whatever came of them, and how many there were when the user stopped. */
	posts: LoggedRequest[];
	postsAtStop?: number;
	/** Names of the tools that ran. */
	invoked: string[];
	/** The arguments that they got, as JSON. */
	given: string[];
	chunks: StructuredChunk[];
	run: NodeRun;
}

async function runRounds(
	one: RoundCase,
	simulator: Simulator,
	conversationId: string | undefined,
): Promise<Ran> {
	const invoked: string[] = [];
	const given: string[] = [];
	const chunks: StructuredChunk[] = [];
	const before = simulator.requests.length;
	const posts = () => simulator.requests.slice(before).filter(({ method }) => method === 'POST');
	const stop = new AbortController();
	let postsAtStop: number | undefined;
	const stopAt = (at: 'request' | 'tool', count: number) => {
		if (one.stop?.at !== at || count < one.stop.count) return;
		postsAtStop ??= posts().length;
		stop.abort();
	};
	const watch = setInterval(() => stopAt('request', posts().length), 1);
	const tools = connectedIn(one).map(([name, call]) =>
		supplying(name, {
			name,
			invoke: async (args) => {
				invoked.push(name);
				given.push(JSON.stringify(args));
				stopAt('tool', invoked.length);
				await sleep(real(call.time));
				return done(call);
			},
			schema: { type: 'object', properties: { place: { type: 'integer' } } },
		}),
	);
	const run = await runConversations(credentialFor(simulator), parametersOf(one, conversationId), {
		tools,
		signal: stop.signal,
		...(one.continueOnFail && { onError: 'continueRegularOutput' }),
		...(one.hasCaller && { onChunk: (chunk) => void chunks.push(chunk) }),
	});
	clearInterval(watch);
	// Whatever a stop has not stopped.
	if (stop.signal.aborted) await sleep(50);
	return { posts: posts(), postsAtStop, invoked, given, chunks, run };
}

function parametersOf(one: RoundCase, conversationId: string | undefined): INodeParameters {
	const stalls = one.trouble.some(
		(trouble) => 'end' in trouble && trouble.end.how === 'stallAfter',
	);
	const options = {
		maxToolRounds: one.most,
		failOnMaxRounds: one.failsAtMost,
		...(stalls && (one.stream ? { idleTimeout: 60_000 } : { timeout: patience })),
	};
	const shared = { text: textOf(one), stream: one.stream, simplify: one.simplify, options };
	if (conversationId === undefined) return { operation: 'start', tools: toolsOf(one), ...shared };
	const locator = { __rl: true, mode: 'id', value: conversationId };
	return { operation: 'append', conversationId: locator, ...shared };
}

/** Whether what a request adds is in a conversation. */
function isCarriedOutBy({ state }: Simulator): (request: LoggedRequest) => boolean {
	const entries = [...state.conversations.values()].flatMap((one) => one.entries);
	return ({ body }) => {
		const [id] = idsIn(resultsIn(body));
		return entries.some((entry) =>
			entry.type === 'function.result'
				? entry.tool_call_id === id
				: entry.type === 'message.input' &&
					entry.content === (body as IDataObject | undefined)?.inputs,
		);
	};
}

interface Result {
	tool_call_id: string;
	result: string;
}

/** The results that a request brings; none when it brings a text, or was stopped before it had come. */
const resultsIn = (body: unknown): Result[] => {
	const { inputs = [] } = (body ?? {}) as { inputs?: string | Result[] };
	return typeof inputs === 'string' ? [] : inputs;
};

const idsIn = (all: Array<{ tool_call_id: string }>): string[] =>
	all.map(({ tool_call_id: id }) => id);

const callsIn = (outputs: Entry[]): FunctionCall[] =>
	outputs.filter((entry): entry is FunctionCall => entry.type === 'function.call');

interface Seen extends Ran {
	/** Requests that were not refused. */
	sent: LoggedRequest[];
	/** The right answers to those that were carried out. */
	answers: Sent[];
}

function judge(one: RoundCase, seen: Seen): void {
	const { sent, invoked, answers, run } = seen;
	const { item, failure, details } = told(seen);
	const appends = sent.map(({ body }) => resultsIn(body)).filter(({ length }) => length > 0);
	// One that was stopped before its body had come brought nothing; a megabyte of results may take that long.
	const messages = sent.filter(({ body }) => body !== undefined && resultsIn(body).length === 0);
	promised(messages.length <= 1, 'The message is sent once', details);
	const ids = appends.flatMap(idsIn);
	promised(new Set(ids).size === ids.length, 'No result is sent twice', details);
	const areWhole = seen.given.every((args, run) => args === `{"place":${placeOf(invoked[run])}}`);
	promised(areWhole, 'A tool gets the arguments that the model has given', details);
	if (isLost(one)) return;

	for (const [round, results] of appends.entries()) {
		const calls = callsIn(answers[round]?.outputs ?? []);
		const areAll = idsIn(results).join() === idsIn(calls).join();
		promised(areAll, 'Every call of a round gets its result, and no other', details);
		const areTrue = one.calls.every((call, place) => isToldAs(call, results[place]?.result));
		promised(areTrue, 'The model gets what the tools have given', details);
	}

	const tried = new Set(
		seen.posts.flatMap(({ body }) => resultsIn(body).slice(0, 1)).map(({ tool_call_id: id }) => id),
	);
	const isCanceled = run.run.status === 'canceled';
	for (const [name, call] of connectedIn(one)) {
		const times = invoked.filter((other) => other === name).length;
		const isOnce = times <= answers.filter(({ outputs }) => callsIn(outputs).length > 0).length;
		promised(isOnce, 'No tool runs twice for one call', details);
		const isFor = times === (hasTool(call) ? tried.size : 0);
		promised(isFor || isCanceled, 'A tool runs for a result that is sent', details);
	}
	promised(
		invoked.length === 0 || !isForUser(one),
		'Nothing runs beside a call that waits',
		details,
	);
	if (isCanceled) {
		promised(seen.posts.length === seen.postsAtStop, 'After a stop nothing is sent', details);
		return;
	}
	judgeCaller(one, seen);
	if (failure) judgeFailure(one, seen, failure);
	else judgeItem(one, seen, item);
}

const placeOf = (name = '') => name.replace(/\D/g, '');

/** What is left of an answer that the API itself has lost may be taken for all there is. */
const isLost = ({ trouble }: RoundCase): boolean =>
	trouble.some((one) => 'end' in one && one.end.then === 'lost');

const isToldAs = (call: RoundCase['calls'][number], result = '?'): boolean =>
	['malformed', 'unknown'].includes(call.to)
		? result.startsWith(toldOf(call))
		: result === toldOf(call);

function judgeFailure(one: RoundCase, seen: Seen, failure: IDataObject): void {
	const { posts, answers } = seen;
	const { details } = told(seen);
	promised(!soundsLikeAMachine(failure), 'An error speaks to people', details);
	promised(!mustSucceed(one, seen), 'An answer that is to be had is given', details);
	const latest = posts.at(-1);
	const last = resultsIn(latest?.body);
	const { conversationId, functionCalls, toolResults = [] } = failure;
	// The first event of a stream says which conversation it is.
	const isKnown = last.length > 0 || (!isFailing(one) && (latest?.eventsSent.length ?? 0) > 0);
	const isNamed = conversationId === answers[0]?.conversationId;
	promised(isNamed || !isKnown, 'An error names the conversation', details);
	if (functionCalls === undefined) {
		const kept = (toolResults as ToolResult[]).map(({ toolCallId, result }) => [
			toolCallId,
			result,
		]);
		const wanted = last.map(({ tool_call_id: id, result }) => [id, result]);
		promised(JSON.stringify(kept) === JSON.stringify(wanted), 'No result is lost', details);
		return;
	}
	promised(one.failsAtMost, 'Rounds are an error only where the user wants that', details);
	const open = (functionCalls as ToolResult[]).map(({ toolCallId }) => toolCallId);
	const areNamed = open.join() === idsIn(callsIn(answers.at(-1)?.outputs ?? [])).join();
	promised(areNamed, 'An error names the calls that are open', details);
}

interface ToolResult {
	toolCallId: string;
	result: string;
}

/** Whether a stream may bring an error event, as its first one too. */
const isFailing = ({ trouble }: RoundCase): boolean =>
	trouble.some((one) => 'end' in one && one.end.how === 'errorAfter');

/** Whether the model wants more rounds than it may have. */
const isAtMost = ({ most, wanted }: RoundCase, answers: Sent[]): boolean =>
	wanted > most && answers.length === most + 1;

function judgeItem(one: RoundCase, seen: Seen, item: IDataObject): void {
	const { sent, answers, run } = seen;
	const { details } = told(seen);
	const usage = item.usage as IDataObject | null;
	promised(run.outputs[0]?.length === 1, 'There is one item', details);
	promised(answers.length === sent.length, 'What was not carried out is no success', details);
	const rounds = isForUser(one) ? 0 : Math.min(one.wanted, one.most);
	promised(answers.length === rounds + 1, 'There are as many rounds as the model wants', details);
	const isOver = isAtMost(one, answers) && !isForUser(one);
	promised(!isOver || !one.failsAtMost, 'An exhausted loop fails where that is wanted', details);
	const last = answers.at(-1)?.outputs ?? [];
	const isSummed = counts.every((name) => Number(usage?.[name]) === sumOf(answers, name));
	promised(item.reconciled ? usage === null : isSummed, 'The usage is that of all', details);
	if (one.simplify) {
		const status = isOver ? 'max_rounds' : isForUser(one) ? 'requires_action' : 'completed';
		promised(item.status === status, 'The status is that of the last round', details);
		promised(item.text === messagesIn(last), 'The text is the answer of the last round', details);
		const calls = (item.functionCalls ?? []) as IDataObject[];
		const areOpen =
			calls.map(({ toolCallId }) => toolCallId).join() === idsIn(callsIn(last)).join();
		promised(areOpen, 'The calls are those that are open', details);
		return;
	}
	const ids = (item.outputs as Entry[]).map(({ id }) => id);
	const wanted = answers.flatMap(({ outputs }) => outputs.map(({ id }) => id));
	promised(ids.join() === wanted.join(), 'The outputs are those of all rounds', details);
}

const counts = ['prompt_tokens', 'completion_tokens', 'total_tokens'];

const sumOf = (answers: Sent[], count: string): number =>
	answers
		.map(({ events }) => (events.at(-1) as { usage: IDataObject }).usage)
		.reduce((sum, usage) => sum + Number(usage[count]), 0);

const messagesIn = (outputs: Entry[]): string =>
	outputs
		.flatMap((entry) => (entry.type === 'message.output' ? [String(entry.content)] : []))
		.join('\n\n')
		.trimEnd();

function judgeCaller(one: RoundCase, seen: Seen): void {
	if (!one.hasCaller || !one.stream) return;
	const { failure, details } = told(seen);
	const types = seen.chunks.map(({ type }) => type).filter((type) => type !== 'item');
	const end = failure ? 'error' : 'end';
	promised(types.join() === `begin,${end}`, 'The caller has one begin and one end', details);
	const said = seen.chunks
		.flatMap(({ type, content = '' }) => (type === 'item' ? [content] : []))
		.join('');
	const text = messagesIn(seen.answers.at(-1)?.outputs ?? []);
	const isTrue = failure ? text.startsWith(said) : text === said;
	promised(isTrue, 'The caller gets the text of the last round once', details);
}

/** Whether nobody could say that an answer was not to be had. */
function mustSucceed(one: RoundCase, { sent, answers, posts }: Seen): boolean {
	if (one.failsAtMost && isAtMost(one, answers)) return false;
	const refusals = one.trouble.map((trouble) => ('times' in trouble ? trouble.times : 0));
	if (refusals.reduce((sum, times) => sum + times, 0) > 3) return false;
	const ends = one.trouble.flatMap((trouble) => ('end' in trouble ? [trouble.end] : []));
	if (ends.length === 0) return posts.length > 0;
	const [last] = sent.slice(-1);
	const isFirstAppend = sent.length === 1 && one.said === 'append';
	return (
		one.stream &&
		// Arguments that are no JSON look as if their end were missing.
		!one.calls.some(({ to }) => to === 'malformed') &&
		(last?.eventsSent.length ?? 0) > (isFirstAppend ? 1 : 0) &&
		ends.every(
			(ending) =>
				['cutAfter', 'endAfter', 'stallAfter'].includes(String(ending.how)) &&
				isToBeHad(ending, one.history),
		)
	);
}

function told(seen: Seen) {
	const { run, posts, sent, answers, invoked, postsAtStop, chunks } = seen;
	const short = (value: unknown) =>
		JSON.parse(JSON.stringify(value ?? null).replace(/x{100,}/g, 'x…')) as unknown;
	const [item = {}] = run.outputs[0] ?? [];
	const failure = failureIn(run);
	const details = () =>
		short({
			item,
			failure,
			posts: posts.map(({ body, status, eventsSent }) => [status, eventsSent.length, body]),
			sent: sent.length,
			answers: answers.map(({ outputs }) => outputs),
			invoked,
			postsAtStop,
			status: run.run.status,
			chunks,
		});
	return { item, failure, details };
}
