import { describe, expect, it } from '@jest/globals';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Caller } from '../../nodes/shared/conversation/caller';
import { replyOf } from '../../nodes/shared/conversation/reply';
import { AnswerBuilder } from '../../nodes/shared/streaming/answerBuilder';
import type { StreamEvent } from '../../nodes/shared/streaming/events';

const started = { type: 'conversation.response.started', conversation_id: 'conv_1' };
const say = (id: string, output_index: number | undefined, content: unknown) => ({
	type: 'message.output.delta',
	id,
	output_index,
	content,
});
const step = (phase: string, output_index?: number) => ({
	type: `tool.execution.${phase}`,
	id: 'tool_1',
	output_index,
	name: 'web_search',
});

/** What a caller has before the end of the answer and after it, and the text of the output item. */
async function told(events: object[]) {
	const texts: string[] = [];
	const context = {
		sendChunk: async (type: string, _: number, content: unknown = '') => {
			if (type === 'item') texts.push(String(content));
		},
	};
	const caller = new Caller(context as unknown as IExecuteFunctions, 0, false);
	const answer = new AnswerBuilder();
	for (const event of [started, ...events]) {
		answer.add(event as StreamEvent);
		await caller.pass([event as StreamEvent]);
	}
	const before = texts.join('');
	await caller.complete(answer.entries());
	return { before, after: texts.join(''), text: replyOf(answer.response(), false).text };
}

describe('the caller of a streaming execution', () => {
	it('gets two messages word by word when a tool works between them', async () => {
		for (const at of [(place: number) => place, () => undefined]) {
			const { before, text } = await told([
				...['I will ', 'look.'].map((word) => say('msg_1', at(0), word)),
				...['started', 'delta', 'done'].map((phase) => step(phase, at(1))),
				...['It is ', '42.'].map((word) => say('msg_2', at(2), word)),
			]);
			expect(before).toBe('I will look.\n\nIt is 42.');
			expect(text).toBe(before);
		}
	});

	it.each([
		['by turns', [say('a', 0, 'A'), say('b', 1, '1'), say('a', 0, 'B'), say('b', 1, '2')]],
		[
			'the second one first',
			[say('b', 1, '1'), say('a', 0, 'A'), say('b', 1, '2'), say('a', 0, 'B')],
		],
		[
			'by turns with a tool',
			[
				say('a', 0, 'A'),
				step('started', 1),
				say('b', 2, '1'),
				say('a', 0, 'B'),
				step('done', 1),
				say('b', 2, '2'),
			],
		],
	])('gets messages that come mixed as the output has them: %s', async (_, events) => {
		const { after, text } = await told(events);
		expect(text).toBe('AB\n\n12');
		expect(after).toBe(text);
	});

	it('gets messages without ids at the end', async () => {
		const events = ['A', 'B'].map((text) => ({ ...say('', 0, text), id: undefined }));
		expect(await told(events)).toEqual({ before: '', after: 'AB', text: 'AB' });
	});

	it('gets nothing of content that says nothing', async () => {
		const contents: unknown[] = [
			null,
			undefined,
			42,
			{ type: 'text' },
			{ type: 'text', text: null },
		];
		const thinking: IDataObject[] = [{ type: 'thinking', thinking: null }, { type: 'thinking' }];
		const events = [...contents, ...thinking, 'Hi'].map((content) => say('msg_1', 0, content));
		expect(await told(events)).toEqual({ before: 'Hi', after: 'Hi', text: 'Hi' });
	});
});
