import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { AnswerBuilder } from '../../nodes/shared/streaming/answerBuilder';
import type { StreamEvent } from '../../nodes/shared/streaming/events';
import { replyOf } from '../../nodes/shared/conversation/reply';
import { readInPieces } from './readInPieces';

const rebuilt = (events: IDataObject[]) => {
	const answer = new AnswerBuilder();
	for (const event of events) answer.add(event as StreamEvent);
	return answer.response();
};
const outputsOf = (...events: IDataObject[]) => rebuilt(events).outputs;

const delta = (content: string | IDataObject, more: IDataObject = {}): IDataObject => ({
	type: 'message.output.delta',
	id: 'msg_1',
	output_index: 0,
	content_index: 0,
	model: 'm',
	agent_id: null,
	role: 'assistant',
	content,
	...more,
});

describe('rebuilding an answer from its events', () => {
	it('gives what the only official transcript stands for', () => {
		const reference = {
			type: 'tool_reference',
			tool: 'web_search',
			title: 'Euro',
			url: 'https://e',
		};
		const message = { output_index: 1, id: 'msg_1', model: 'm', agent_id: 'ag_1' };
		const usage = { prompt_tokens: 18709, total_tokens: 18892, completion_tokens: 183 };
		expect(
			rebuilt([
				{ type: 'conversation.response.started', conversation_id: 'conv_1' },
				{ type: 'tool.execution.started', output_index: 0, id: 'tool_1', name: 'web_search' },
				{ type: 'tool.execution.done', output_index: 0, id: 'tool_1', name: 'web_search' },
				delta('The', message),
				delta(' last', message),
				delta(reference, { ...message, content_index: 1 }),
				delta(' tournament', { ...message, content_index: 2 }),
				delta('.', { ...message, content_index: 2 }),
				{ type: 'conversation.response.done', usage },
			]),
		).toEqual({
			object: 'conversation.response',
			conversation_id: 'conv_1',
			outputs: [
				{ type: 'tool.execution', id: 'tool_1', name: 'web_search' },
				{
					type: 'message.output',
					id: 'msg_1',
					role: 'assistant',
					model: 'm',
					agent_id: 'ag_1',
					content: [
						{ type: 'text', text: 'The last' },
						reference,
						{ type: 'text', text: ' tournament.' },
					],
				},
			],
			usage,
		});
	});

	it('joins text of a message to a string, several references to several chunks', () => {
		expect(outputsOf(delta('Hel'), delta('lo'))).toMatchObject([{ content: 'Hello' }]);
		const reference = (title: string) => ({ type: 'tool_reference', tool: 'x', title });
		expect(
			outputsOf(delta('a'), delta(reference('b')), delta(reference('c')), delta('d')),
		).toMatchObject([
			{
				content: [
					{ type: 'text', text: 'a' },
					reference('b'),
					reference('c'),
					{ type: 'text', text: 'd' },
				],
			},
		]);
	});

	it('merges thinking that comes in pieces', () => {
		const thought = (text: string, more: IDataObject = {}) =>
			delta({ type: 'thinking', thinking: [{ type: 'text', text }], closed: false, ...more });
		const events = [
			thought('Let me'),
			thought(' think', { closed: true, signature: 's' }),
			delta('42', { content_index: 1 }),
		];
		const given = structuredClone(events);
		expect(outputsOf(...events)).toMatchObject([
			{
				content: [
					{
						type: 'thinking',
						thinking: [{ type: 'text', text: 'Let me think' }],
						closed: true,
						signature: 's',
					},
					{ type: 'text', text: '42' },
				],
			},
		]);
		expect(events).toEqual(given);
	});

	it('joins arguments, keeps the first name and the last confirmation status', () => {
		const call = (more: IDataObject) => ({
			type: 'function.call.delta',
			id: 'fc_1',
			tool_call_id: 'abc',
			output_index: 0,
			...more,
		});
		expect(
			outputsOf(
				call({ name: '', arguments: '', confirmation_status: null }),
				call({ name: 'get', arguments: '{"a"', confirmation_status: 'pending' }),
				call({ name: 'garbage', arguments: ': 1}', confirmation_status: null }),
			),
		).toEqual([
			{
				type: 'function.call',
				id: 'fc_1',
				tool_call_id: 'abc',
				name: 'get',
				arguments: '{"a": 1}',
				confirmation_status: 'pending',
			},
		]);
	});

	it('keeps tool executions and handoffs with what their events told together', () => {
		expect(
			outputsOf(
				{ type: 'tool.execution.started', id: 't', name: 'code_interpreter', arguments: '' },
				{ type: 'tool.execution.delta', id: 't', name: 'code_interpreter', arguments: '{"code"' },
				{ type: 'tool.execution.delta', id: 't', name: 'code_interpreter', arguments: ':"1"}' },
				{ type: 'tool.execution.done', id: 't', name: 'code_interpreter', info: { code: '1' } },
				{
					type: 'agent.handoff.started',
					id: 'h',
					previous_agent_id: 'a',
					previous_agent_name: 'A',
				},
				{ type: 'agent.handoff.done', id: 'h', next_agent_id: 'b', next_agent_name: 'B' },
			),
		).toEqual([
			{
				type: 'tool.execution',
				id: 't',
				name: 'code_interpreter',
				arguments: '{"code":"1"}',
				info: { code: '1' },
			},
			{
				type: 'agent.handoff',
				id: 'h',
				previous_agent_id: 'a',
				previous_agent_name: 'A',
				next_agent_id: 'b',
				next_agent_name: 'B',
			},
		]);
	});

	it('puts entries that overlap into the order of the outputs', () => {
		const first = { id: 'msg_1', output_index: 0 };
		const second = { id: 'msg_2', output_index: 1 };
		expect(
			outputsOf(delta('b', second), delta('a', first), delta('b', second), delta('a', first)),
		).toMatchObject([
			{ id: 'msg_1', content: 'aa' },
			{ id: 'msg_2', content: 'bb' },
		]);
	});

	it('tells entries apart by their ids where indexes are missing', () => {
		const without = { output_index: undefined, content_index: undefined };
		expect(
			outputsOf(delta('a', { ...without, id: 'msg_1' }), delta('b', { ...without, id: 'msg_2' })),
		).toMatchObject([{ content: 'a' }, { content: 'b' }]);
	});

	it('passes unknown fields on and leaves unknown events alone', () => {
		expect(
			outputsOf(
				{ type: 'agent.mood.changed', id: 'x', output_index: 0 },
				{ type: 'tool.execution.started', id: 't', name: 'web_search', function: 'search' },
			),
		).toEqual([{ type: 'tool.execution', id: 't', name: 'web_search', function: 'search' }]);
	});

	it('knows whether the answer has ended, and how', () => {
		const answer = new AnswerBuilder();
		answer.add(delta('a') as StreamEvent);
		expect(answer.hasEnded).toBe(false);
		answer.add({ type: 'conversation.response.error', message: 'Failed', code: 3000 });
		expect(answer.hasEnded).toBe(true);
		expect(answer.error).toEqual({ message: 'Failed', code: 3000 });
	});
});

const word = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' });
const text = fc.array(word, { minLength: 1, maxLength: 6 });
const chunk = fc.oneof(
	text.map((pieces) => ({
		whole: { type: 'text', text: pieces.join('') },
		pieces: pieces as Array<string | IDataObject>,
	})),
	text.map((pieces) => ({
		whole: { type: 'thinking', thinking: [{ type: 'text', text: pieces.join('') }], closed: true },
		pieces: pieces.map((piece) => ({
			type: 'thinking',
			thinking: [{ type: 'text', text: piece }],
			closed: true,
		})),
	})),
	fc.record({ title: word, url: fc.webUrl() }).map((fields) => {
		const whole = { type: 'tool_reference', tool: 'web_search', ...fields };
		return { whole, pieces: [whole] as Array<string | IDataObject> };
	}),
);

/** An output of an unstreamed answer together with the events that a stream brings for it. */
const output = fc.oneof(
	text.map((pieces) => ({
		whole: { type: 'message.output', role: 'assistant', model: 'm', content: pieces.join('') },
		events: pieces.map((content) => ({
			type: 'message.output.delta',
			role: 'assistant',
			model: 'm',
			content_index: 0,
			content,
		})) as IDataObject[],
	})),
	fc
		.array(chunk, { minLength: 2, maxLength: 5 })
		.filter((chunks) => chunks.some(({ whole }) => whole.type !== 'text'))
		.map((chunks) => ({
			whole: {
				type: 'message.output',
				role: 'assistant',
				model: 'm',
				content: chunks.map(({ whole }) => whole),
			},
			events: chunks.flatMap(({ pieces }, content_index) =>
				pieces.map((content) => ({
					type: 'message.output.delta',
					role: 'assistant',
					model: 'm',
					content_index,
					content,
				})),
			) as IDataObject[],
		})),
	text.map((pieces) => ({
		whole: {
			type: 'function.call',
			name: 'f',
			tool_call_id: 'x',
			confirmation_status: null,
			arguments: pieces.join(''),
		},
		events: pieces.map((piece) => ({
			type: 'function.call.delta',
			name: 'f',
			tool_call_id: 'x',
			confirmation_status: null,
			arguments: piece,
		})) as IDataObject[],
	})),
	text.map((pieces) => ({
		whole: {
			type: 'tool.execution',
			name: 'code_interpreter',
			arguments: pieces.join(''),
			info: { code: '1' },
		},
		events: [
			{ type: 'tool.execution.started', name: 'code_interpreter', arguments: '' },
			...pieces.map((piece) => ({
				type: 'tool.execution.delta',
				name: 'code_interpreter',
				arguments: piece,
			})),
			{ type: 'tool.execution.done', name: 'code_interpreter', info: { code: '1' } },
		] as IDataObject[],
	})),
);

const answers = fc.array(output, { maxLength: 6 });
const pieces = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 });
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

describe('for any answer, and however its bytes are cut', () => {
	it('what is rebuilt from the stream equals the unstreamed one', () => {
		fc.assert(
			fc.property(answers, fc.boolean(), pieces, lineEnd, (outputs, withIndexes, sizes, end) => {
				const events = outputs.flatMap(({ events: own }, output_index) =>
					own.map((event) => ({
						...event,
						id: `entry_${output_index}`,
						...(withIndexes && { output_index }),
					})),
				);
				const all: IDataObject[] = [
					{ type: 'conversation.response.started', conversation_id: 'conv_1' },
					...events,
					{ type: 'conversation.response.done', usage: { total_tokens: 1 } },
				];
				const sent = all
					.map((event) => `event: ${event.type}${end}data: ${JSON.stringify(event)}${end}${end}`)
					.join('');
				const response = rebuilt(readInPieces(new TextEncoder().encode(sent), sizes));
				const unstreamed = {
					object: 'conversation.response',
					conversation_id: 'conv_1',
					outputs: outputs.map(({ whole }, index) => ({ id: `entry_${index}`, ...whole })),
					usage: { total_tokens: 1 },
				};
				expect(response).toEqual(unstreamed);
				expect(replyOf(response, true)).toEqual(replyOf(unstreamed, true));
			}),
			{ numRuns: 500 },
		);
	});
});
