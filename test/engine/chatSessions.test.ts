import { describe, expect, it } from '@jest/globals';

import type { Fault } from '../../simulator/faults';
import { friendly, pessimistic, type SimulatorSettings } from '../../simulator/settings';
import { useSimulator } from '../simulator/useSimulator';
import { conversationsOf, saidIn, sendAll } from './chat';
import { fasterPauses } from './fasterPauses';

const session = useSimulator();
fasterPauses();

const keys = Array.from({ length: 50 }, (_, index) => `chat ${index}`);
const texts = ['One', 'Two', 'Three', 'Four', 'Five'];

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
	for (let state = seed; ;) {
		state = (state * 1664525 + 1013904223) % 2 ** 32;
		yield state / 2 ** 32;
	}
}

/** The messages of all sessions, mixed; those of one session stay in order. */
function shuffled(seed: number) {
	const random = numbers(seed);
	const left = keys.map((sessionId) => texts.map((text) => ({ sessionId, text })));
	return Array.from({ length: keys.length * texts.length }, () => {
		const open = left.filter(({ length }) => length > 0);
		const { sessionId = '', text = '' } =
			open[Math.floor(random.next().value * open.length)]?.shift() ?? {};
		return { sessionId, chatInput: `${text} of ${sessionId}` };
	});
}

/** Faults after which the API has not carried the request out, that are safe to repeat, or that cut an answer. */
const faults: Fault[] = [
	{ status: 429, headers: { 'retry-after': '0' } },
	{ status: 409, body: { message: 'Busy' } },
	{ method: 'GET', status: 503 },
	{ method: 'GET', disconnect: 'before-answer' },
	{ method: 'GET', disconnect: 'half-answer' },
	{ chunkSize: 7 },
	{ latency: 50 },
	{ method: 'POST', cutAfter: 3, afterCut: 'finish' },
];

describe('50 sessions of 5 messages each, mixed, 10 at once', () => {
	it.each<[string, Partial<SimulatorSettings>, boolean]>([
		['a filter that finds what has the key', { metadataFilter: 'subset' }, false],
		['an exact filter', { metadataFilter: 'exact' }, false],
		['a filter that is ignored', { metadataFilter: 'ignored' }, false],
		['a list that shows new ones late', { listLag: Infinity }, false],
		['faults on any request', {}, true],
		['everything against us', pessimistic, true],
	])(
		'keep their order, each in one conversation of its own, with %s',
		async (_, settings, isFaulty) => {
			const { simulator } = session;
			Object.assign(simulator.state.settings, friendly, settings);
			for (const [index, fault] of isFaulty ? faults.entries() : []) {
				for (let skip = index; skip < 250; skip += 40) simulator.faults.add({ ...fault, skip });
			}
			const messages = shuffled(keys.length + Object.keys(settings).length);
			const { outputs, error } = await sendAll(simulator, messages, {
				options: { maxConcurrency: 10 },
			});
			expect(error).toBeUndefined();
			expect(outputs[0]).toHaveLength(messages.length);
			for (const key of keys) {
				expect(conversationsOf(simulator, key).map(saidIn)).toEqual([
					texts.map((text) => `${text} of ${key}`),
				]);
			}
			for (const [index, item] of outputs[0]?.entries() ?? []) {
				const { sessionId = '', chatInput } = messages[index] ?? {};
				expect(item.conversationId).toBe(conversationsOf(simulator, sessionId)[0]?.id);
				expect(item.text).toContain(chatInput);
			}
			const started = outputs[0]?.filter((item) => item.session === 'started');
			expect(started).toHaveLength(keys.length);
			const cut = outputs[0]?.filter((item) => item.reconciled) ?? [];
			expect(cut.length > 0).toBe(isFaulty);
		},
		60_000,
	);

	it('go on in the same conversations in the next execution, whatever the list brings', async () => {
		const { simulator } = session;
		Object.assign(simulator.state.settings, pessimistic, { listLag: 0 });
		const first = keys.map((sessionId) => ({ sessionId, chatInput: 'Hello' }));
		await sendAll(simulator, first.slice(0, 15));
		const { outputs, error } = await sendAll(simulator, first.slice(0, 15));
		expect(error).toBeUndefined();
		expect(outputs[0]?.map((item) => item.session)).toEqual(Array(15).fill('continued'));
	});
});
