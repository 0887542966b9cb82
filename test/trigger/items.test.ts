import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { Given } from '../../nodes/MistralTrigger/given';
import { itemsFor } from '../../nodes/MistralTrigger/items';
import type { Plan } from '../../nodes/MistralTrigger/plan';
import { AnswerBuilder } from '../../nodes/shared/streaming/answerBuilder';
import type { StreamEvent } from '../../nodes/shared/streaming/events';

const message = { type: 'message.output.delta', model: 'm', agent_id: 'ag_1', role: 'assistant' };
const first = { ...message, id: 'msg_1', output_index: 0 };
const last = { ...message, id: 'msg_2', output_index: 4 };
const tool = { id: 'tool_1', output_index: 1, name: 'web_search' };
const late = { id: 'tool_2', output_index: 2, name: 'code_interpreter' };
const handoff = { id: 'handoff_1', output_index: 3 };
const thinking = (text: string) => ({ type: 'thinking', thinking: [{ type: 'text', text }] });

/** Two tools side by side, the second one done first. */
const events = [
	{ type: 'conversation.response.started', conversation_id: 'conv_1' },
	{ ...first, content: 'Let me ' },
	{ ...first, content: 'see.' },
	{ ...tool, type: 'tool.execution.started', arguments: '{"query":' },
	{ ...late, type: 'tool.execution.started', arguments: '' },
	{ ...tool, type: 'tool.execution.delta', arguments: '"x"}' },
	{ ...late, type: 'tool.execution.done', info: { code: '1' } },
	{ ...tool, type: 'tool.execution.done' },
	{ ...handoff, type: 'agent.handoff.started', previous_agent_id: 'ag_1' },
	{ ...handoff, type: 'agent.handoff.done', next_agent_id: 'ag_2' },
	{ ...last, content: thinking('Hm, ') },
	{ ...last, content: thinking('well') },
	{ ...last, content_index: 1, content: 'It is ' },
	{ ...last, content_index: 1, content: 'blue' },
	{
		...last,
		content_index: 2,
		content: { type: 'tool_reference', tool: 'web_search', title: 'A' },
	},
	{ ...last, content_index: 3, content: '.' },
	{ type: 'function.call.delta', id: 'fc_1', output_index: 5, name: 'f', arguments: '{"a"' },
	{ type: 'function.call.delta', id: 'fc_1', output_index: 5, name: 'f', arguments: ':1}' },
	{ type: 'conversation.response.done', usage: { total_tokens: 1 } },
] as IDataObject[] as StreamEvent[];

const whole = new AnswerBuilder();
for (const event of events) whole.add(event);
const outputs = whole.entries();

const allTypes = [...new Set(events.map(({ type }) => type)), 'other'];
const plan = (emit: Plan['emit'], types = allTypes) =>
	({ emit, events: types, parameters: { inputType: 'text' } }) as unknown as Plan;

function liveItems(count: number, emit: Plan['emit'], given: Given): IDataObject[] {
	const items = itemsFor(plan(emit), given);
	const answer = new AnswerBuilder();
	return events.slice(0, count).flatMap((event) => {
		answer.add(event);
		return items.take(event, answer);
	});
}

/** The items when the stream is cut after so many events and completed from the history. */
function itemsWhenCut(after: number, emit: Plan['emit']) {
	const given = new Given();
	const live = liveItems(after, emit, given);
	const isCut = after < events.length;
	const response = { ...whole.response(), ...(isCut && { usage: null, reconciled: true }) };
	return { live, rest: itemsFor(plan(emit), given).end(response) };
}

/** What somebody who puts the pieces together has of each entry. */
function sums(items: IDataObject[]) {
	const entries = new Map<unknown, { text: string; others: number; arguments: string }>();
	const add = (id: unknown, content: unknown) => {
		const sum = entries.get(id) ?? { text: '', others: 0, arguments: '' };
		entries.set(id, sum);
		for (const chunk of [content ?? []].flat() as Array<string | IDataObject>) {
			if (typeof chunk === 'string') sum.text += chunk;
			else if (chunk.type === 'text') sum.text += String(chunk.text);
			else if (chunk.type === 'thinking') add(id, chunk.thinking);
			else sum.others += 1;
		}
		return sum;
	};
	for (const { id, content, event, type, arguments: args } of items) {
		if (id === undefined) continue;
		const sum = add(id, content);
		if (String(event ?? type).startsWith('function.call')) sum.arguments += String(args ?? '');
	}
	return Object.fromEntries(entries);
}

const cuts = events.map((_, index) => index + 1);

describe('the items of an answer', () => {
	it.each(cuts)(
		'hold each entry once, in order, when the stream is cut after %d events',
		(after) => {
			const { live, rest } = itemsWhenCut(after, 'entry');
			expect([...live, ...rest].map(({ id }) => id)).toEqual(outputs.map(({ id }) => id));
			expect(sums([...live, ...rest])).toEqual(sums(outputs));
		},
	);

	it('give an entry as soon as it and those before it are finished', () => {
		const counts = cuts.map((after) => itemsWhenCut(after, 'entry').live.length);
		expect(counts).toEqual([0, 0, 0, 1, 1, 1, 1, 3, 3, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5]);
	});

	it.each(cuts)('hold each piece once, as events, when it is cut after %d', (after) => {
		const { live, rest } = itemsWhenCut(after, 'event');
		expect(live.map(({ event }) => event)).toEqual(events.slice(0, after).map(({ type }) => type));
		expect(sums([...live, ...rest])).toEqual(sums(outputs));
		const ends = [...live, ...rest].filter(({ event }) => event === 'conversation.response.done');
		expect(ends).toHaveLength(1);
		for (const item of rest)
			expect(item).toMatchObject({ conversationId: 'conv_1', reconciled: true });
	});

	it.each(cuts)('go on where they were when n8n was killed after %d events', (after) => {
		for (const emit of ['entry', 'event'] as const) {
			const given = new Given();
			const live = liveItems(after, emit, given);
			// As it comes back from the node's static data.
			const stored = JSON.parse(JSON.stringify(given.latest())) as Array<[string, number]>;
			const again = itemsFor(plan(emit), new Given(stored));
			const rest = again.end({ ...whole.response(), usage: null, reconciled: true });
			expect(sums([...live, ...rest])).toEqual(sums(outputs));
		}
	});

	it('give only events of the chosen types, unknown ones as "other"', () => {
		const answer = new AnswerBuilder();
		const items = itemsFor(plan('event', ['agent.handoff.done', 'other']), new Given());
		const given = [...events, { type: 'moon.phase', phase: 'full' }].flatMap((event) =>
			items.take(event, answer),
		);
		expect(given).toMatchObject([
			{ event: 'agent.handoff.done', next_agent_id: 'ag_2' },
			{ event: 'moon.phase', phase: 'full' },
		]);
	});

	it('name their conversation once', () => {
		for (const item of liveItems(events.length, 'event', new Given())) {
			expect(item).toMatchObject({ conversationId: 'conv_1' });
			expect(item).not.toHaveProperty('conversation_id');
		}
	});

	it('remember no more entries than are under way', () => {
		const given = new Given();
		for (let i = 0; i < 1000; i++) given.add({ type: 'tool.execution', id: `tool_${i}` });
		expect(given.latest()).toHaveLength(100);
		const history = Array.from({ length: 1002 }, (_, i) => ({
			type: 'tool.execution',
			id: `tool_${i}`,
		}));
		const rest = new Given(given.latest()).restOf(history);
		expect(rest.map(({ id }) => id)).toEqual(['tool_1000', 'tool_1001']);
	});

	it('hold one simplified response per answer', () => {
		const { live, rest } = itemsWhenCut(events.length, 'response');
		expect(live).toEqual([]);
		expect(rest).toMatchObject([
			{
				event: 'conversation.response',
				conversationId: 'conv_1',
				status: 'requires_action',
				text: 'Let me see.\n\nIt is blue.',
			},
		]);
	});
});
