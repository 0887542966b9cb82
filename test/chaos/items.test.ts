import { describe } from '@jest/globals';
import fc from 'fast-check';

import type { Fault } from '../../simulator/faults';
import { startSimulator, type Simulator } from '../../simulator/server';
import { pessimistic } from '../../simulator/settings';
import { type NodeRun, credentialFor, runConversations } from '../engine/workflow';
import { campaign, promised } from './campaign';
import { soundsLikeAMachine } from './outcomes';
import { quickPauses } from './quickClock';

interface ItemsCase {
	operation: 'start' | 'append' | 'get' | 'delete';
	/** For each item, which of the conversations it is about. */
	items: number[];
	stream: boolean;
	maxConcurrency: number;
	maxRetries: number;
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	trouble: Array<{ skip: number; times: number; what: Trouble }>;
	/** Whether all that the vendor leaves open is against us. */
	isPessimistic: boolean;
}

const troubles = [
	429,
	409,
	500,
	503,
	400,
	'before-request',
	'before-answer',
	'half-answer',
] as const;

type Trouble = (typeof troubles)[number];

const itemsCases: fc.Arbitrary<ItemsCase> = fc.record({
	operation: fc.constantFrom('start', 'append', 'get', 'delete'),
	items: fc.array(fc.nat(3), { minLength: 1, maxLength: 10 }),
	stream: fc.boolean(),
	maxConcurrency: fc.integer({ min: 1, max: 6 }),
	maxRetries: fc.integer({ min: 0, max: 3 }),
	onError: fc.constantFrom('continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'),
	trouble: fc.array(
		fc.record({
			skip: fc.nat(12),
			times: fc.integer({ min: 1, max: 6 }),
			what: fc.constantFrom(...troubles),
		}),
		{ maxLength: 4 },
	),
	isPessimistic: fc.boolean(),
});

const faultOf = ({ skip, times, what }: ItemsCase['trouble'][number]): Fault => ({
	path: '/v1/conversations',
	skip,
	times,
	...(typeof what === 'number' ? { status: what } : { disconnect: what }),
});

const words = (item: number) => `This is item ${item}`;

/** Conversations that the items are about, with something said in each. */
function conversationsOf({ state }: Simulator): string[] {
	return [0, 1, 2, 3].map(() => state.add(state.newConversation()).id);
}

const saidIn = ({ state }: Simulator): Array<[conversation: string, text: string]> =>
	[...state.conversations.values()].flatMap(({ id, entries }) =>
		entries.flatMap((entry): Array<[string, string]> =>
			entry.type === 'message.input' ? [[id, String(entry.content)]] : [],
		),
	);

async function checkItems(one: ItemsCase): Promise<void> {
	const simulator = await startSimulator(one.isPessimistic ? pessimistic : {});
	try {
		const ids = conversationsOf(simulator);
		for (const trouble of one.trouble) simulator.faults.add(faultOf(trouble));
		const { operation, stream, maxConcurrency, maxRetries, onError } = one;
		const isAnswer = operation === 'start' || operation === 'append';
		const run = await runConversations(
			credentialFor(simulator),
			{
				operation,
				...(operation !== 'start' && {
					conversationId: { __rl: true, mode: 'id', value: '={{ $json.conversation }}' },
				}),
				...(isAnswer && { text: '={{ $json.text }}', stream }),
				options: { maxConcurrency, maxRetries },
			},
			{
				onError,
				items: one.items.map((place, item) => ({
					conversation: ids[place] ?? '',
					text: words(item),
				})),
			},
		);
		judge(one, run, simulator, ids);
	} finally {
		await simulator.close();
	}
}

function judge(one: ItemsCase, run: NodeRun, simulator: Simulator, ids: string[]): void {
	const { operation, items, onError } = one;
	const said = saidIn(simulator);
	const texts = said.map(([, text]) => text);
	const details = () => ({ outputs: run.outputs, error: run.error, pairs: run.pairs, said });
	promised(new Set(texts).size === texts.length, 'Nothing is said twice', details);
	for (const id of ids) {
		const here = said.filter(([conversation]) => conversation === id);
		const order = here.map(([, text]) => Number(text.replace(/\D+/g, '')));
		const isInOrder = order.every((item, place) => place === 0 || item > (order[place - 1] ?? 0));
		promised(isInOrder, 'Items of one conversation are said in their order', details);
	}
	if (run.error) {
		promised(onError === 'stopWorkflow', 'A node that continues on fail does not fail', details);
		promised(
			!soundsLikeAMachine({ error: run.error.message }),
			'An error speaks to people',
			details,
		);
		return;
	}
	const outcomes = run.run.data.resultData.runData.Mistral?.[0]?.data?.main ?? [];
	const all = outcomes.flatMap((output) => output ?? []);
	const pairs = all.map(({ pairedItem }) => (pairedItem as { item: number }).item);
	const isEach = [...pairs].sort((a, b) => a - b).join() === [...items.keys()].join();
	promised(isEach, 'Every item has exactly one outcome', details);

	for (const [place, { json }] of all.entries()) {
		const item = pairs[place] ?? -1;
		const id = ids[items[item] ?? -1];
		if (json.error !== undefined) {
			promised(onError !== 'stopWorkflow', 'A failure stops the node', details);
			promised(!soundsLikeAMachine(json), 'An error speaks to people', details);
			continue;
		}
		if (operation === 'get') promised(json.id === id, 'An item has its own outcome', details);
		if (operation === 'delete') {
			const isGone = json.deleted === true && !simulator.state.conversations.has(id ?? '');
			promised(isGone, 'What is told as deleted is gone', details);
		}
		if (operation === 'start' || operation === 'append') {
			const isOwn = String(json.text).includes(`“${words(item)}”`);
			promised(isOwn, 'An item has its own outcome', details);
			const [where] = said.find(([, text]) => text === words(item)) ?? [];
			promised(where === json.conversationId, 'An answer names its conversation', details);
		}
	}
}

describe('whatever befalls the requests of many items', () => {
	quickPauses();
	campaign('each item has one outcome, its own, and nothing is done twice', {
		runs: 80,
		atOnce: 8,
		cases: itemsCases,
		check: checkItems,
	});
});
