import { describe } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { poll } from '../../scripts/n8n/process/poll';
import { startSimulator, type Simulator } from '../../simulator/server';
import type { Entry } from '../../simulator/schemas/entries';
import { credentialFor } from '../engine/workflow';
import { campaign, promised } from './campaign';
import { conversationWith } from './dialogue';
import { N8n } from './n8nProcess';
import { quickClock, real } from './quickClock';
import { endOf, historyFaults, isToBeHad, settingsOf } from './streamCase';
import { type TriggerCase, triggerCases } from './triggerCase';

const pause = async (ms: number) => {
	await new Promise((resolve) => setTimeout(resolve, real(ms)));
};

/** Longer than all that is looked for is looked for, in ms. */
const longest = 1_500_000;

/** Longer than an answer must have been quiet and an execution may take, in ms. */
const quiet = 200_000;

async function checkTrigger(one: TriggerCase): Promise<void> {
	const simulator = await startSimulator({ wordDelay: real(one.wordDelay) });
	const text = `Tell me about the sea\n/work ${real(one.work)}`;
	const tools = one.answer === 'text' ? [] : [{ type: one.answer }];
	const before = one.mode === 'start' ? undefined : await conversationWith(simulator, text, tools);
	const earlier = simulator.requests.length;
	const n8n = new N8n(
		credentialFor(simulator),
		parametersOf(one, text, before),
		one.fates.map((fate) => ({ ...fate })),
	);
	try {
		const { list, history, end } = one;
		Object.assign(simulator.state.settings, settingsOf(history), {
			metadataFilter: list.filter,
			listLag: { reads: list.lag },
			listOrder: list.oldestFirst ? 'oldest-first' : 'newest-first',
		});
		const path = '/v1/conversations';
		if (end) simulator.faults.add({ method: 'POST', path, ...endOf(end) });
		await n8n.start('activate');
		for (const fault of historyFaults(history)) simulator.faults.add(fault);
		for (const { after, away, outlive } of one.kills) {
			await pause(after);
			await n8n.kill(outlive);
			await pause(away);
			await n8n.start('init');
		}
		await pause(longestOf(one));
		const isSettled = () =>
			n8n.failures.length > 0 || judgement(one, n8n, answerIn(simulator, before)).isGiven;
		await poll(() => Promise.resolve(isSettled() || undefined), {
			failure: '',
			timeout: longest,
			interval: 10,
		}).catch(() => undefined);
		await pause(quiet);
		const asked = simulator.requests.slice(earlier).filter(({ method }) => method === 'POST');
		judge(one, n8n, answerIn(simulator, before), asked.length);

		const { length } = n8n.executions;
		const wasOver = n8n.failures.length === 0 && n8n.executions.at(-1)?.state === 'ended';
		await n8n.kill(false);
		await n8n.start('init');
		await pause(quiet);
		promised(
			!wasOver || n8n.executions.length === length,
			'A restart gives nothing of an answer that is over',
			() => n8n.executions.map(({ state, items }) => [state, items.map(shortly)]),
		);
	} finally {
		await n8n.kill(false);
		await simulator.close();
	}
}

/** Until the answer is in the history, in ms, if it ever is; silence is given up after a minute. */
const longestOf = ({ work, wordDelay, end }: TriggerCase): number =>
	work + 50 * wordDelay + 60_000 + (typeof end?.then === 'number' ? end.then : 0);

function parametersOf(
	{ mode, emit, answer, end }: TriggerCase,
	text: string,
	before: Before | undefined,
): INodeParameters {
	const tools = answer === 'text' ? {} : { values: [{ type: answer }] };
	return {
		mode,
		emit,
		text,
		...(mode === 'start' && { tools }),
		...(before && { conversationId: before.id }),
		...(mode === 'restart' && before && { fromEntryId: before.last }),
		options: end?.how === 'stallAfter' ? { idleTimeout: 60_000 } : {},
	};
}

/** The conversation that was there, the last entry of it, and all. */
interface Before {
	id: string;
	last: string;
	known: string[];
}

/** The entries of the answer as far as it has come; undefined while nothing was asked. */
function answerIn({ state }: Simulator, before: Before | undefined): Entry[] | undefined {
	const entries = [...state.conversations.values()].at(-1)?.entries ?? [];
	const begin = entries.findLastIndex(({ type }) => type === 'message.input');
	const input = entries[begin];
	return input && !before?.known.includes(input.id) ? entries.slice(begin + 1) : undefined;
}

/** What the executions have been given, by what became of them. */
function judgement({ emit }: TriggerCase, { executions }: N8n, answer: Entry[] | undefined) {
	const itemsOf = (...states: string[]) =>
		executions.filter(({ state }) => states.includes(state)).flatMap(({ items }) => items);
	const once = itemsOf('ended');
	const all = itemsOf('ended', 'outlived');
	const keysOf = (items: IDataObject[]) => {
		if (emit === 'response') return items.map(({ event }) => String(event));
		if (emit === 'entry') return items.map(({ id }) => String(id));
		return items.filter(({ event }) => event === done).map(({ event }) => String(event));
	};
	const wanted =
		emit === 'entry'
			? (answer ?? []).map(({ id }) => id)
			: [emit === 'response' ? 'conversation.response' : done];
	const given = keysOf(all);
	const isGiven = answer === undefined || wanted.every((key) => given.includes(key));
	const ended = keysOf(once);
	return { isGiven, isOnce: new Set(ended).size === ended.length, wanted, once };
}

const done = 'conversation.response.done';

function judge(one: TriggerCase, n8n: N8n, answer: Entry[] | undefined, asked: number): void {
	const { isGiven, isOnce, wanted, once } = judgement(one, n8n, answer);
	const { executions, failures } = n8n;
	const details = () => ({
		executions: executions.map(({ state, items }) => [state, items.map(shortly)]),
		failures,
		wanted,
		asked,
	});
	promised(asked <= 1, 'What may have been carried out is not asked again', details);
	promised(isOnce, 'Nothing is given twice but what a killed execution held', details);
	const machine = ['Cannot read', 'undefined', '[object Object]'];
	const isClear = !machine.some((words) => failures.join().includes(words));
	promised(isClear, 'An error speaks to people', details);
	// What the history never shows, and only a killed execution had, is as if it had never been.
	const isLost = !isToBeHad(one.end, one.history) && once.length === 0;
	promised(isGiven || isLost || failures.length > 0, 'All is given, or a failure is told', details);
	promised(isGiven || !mustSucceed(one, answer), 'An answer that is to be had is given', details);
	if (!isGiven) return;
	if (one.emit !== 'event' || executions.some(({ state }) => state === 'outlived')) return;
	for (const entry of answer ?? []) {
		if (entry.type !== 'message.output') continue;
		const said = once.filter(({ id }) => id === entry.id).map(({ content }) => textOf(content));
		const isWhole = said.join('') === textOf(entry.content);
		promised(isWhole, 'The events that are given make the text of the answer', details);
	}
}

/** Whether nobody could say that the answer was not to be had. */
function mustSucceed({ end, history, mode, kills }: TriggerCase, answer?: Entry[]): boolean {
	if (answer === undefined) return false;
	// Without a conversation, or in one with older answers, it cannot be found after the stream.
	const isBlind = end !== undefined && (mode === 'append' || end.events === 0);
	const isError =
		end && ['errorAfter', 'before-answer', 'before-request', 500, 503].includes(end.how);
	return !isError && !isBlind && (isToBeHad(end, history) || (!end && kills.length === 0));
}

const textOf = (content: unknown): string =>
	[content]
		.flat()
		.map((chunk) =>
			typeof chunk === 'string' ? chunk : ((chunk as { text?: string } | undefined)?.text ?? ''),
		)
		.join('');

const shortly = ({ event, id }: IDataObject) => `${String(event)} ${String(id ?? '')}`;

describe('whatever befalls an activated trigger and n8n', () => {
	quickClock();
	campaign<TriggerCase>('its answer is given once, except to executions that were killed', {
		runs: 50,
		atOnce: 40,
		cases: triggerCases,
		check: checkTrigger,
	});
});
