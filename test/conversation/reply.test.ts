import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { replyOf } from '../../nodes/shared/conversation/reply';
import type { Answer, Chunk, Entry } from '../../nodes/shared/transport/entities';

const usage = {
	prompt_tokens: 188,
	completion_tokens: 55,
	total_tokens: 7355,
	connector_tokens: 7112,
	connectors: { web_search: 1 },
};

const answer = (...outputs: Entry[]): Answer => ({
	object: 'conversation.response',
	conversation_id: 'conv_1',
	outputs,
	usage,
});

const message = (content: string | Chunk[], more: IDataObject = {}): Entry => ({
	object: 'entry',
	type: 'message.output',
	id: 'msg_1',
	role: 'assistant',
	agent_id: 'ag_1',
	model: 'mistral-medium-latest',
	content,
	...more,
});

// As official samples have them: without the arguments that the description requires.
const execution = (name: string, more: IDataObject = {}): Entry => ({
	object: 'entry',
	type: 'tool.execution',
	id: 'tool_exec_1',
	name,
	...more,
});

const call = (more: IDataObject): Entry => ({
	object: 'entry',
	type: 'function.call',
	id: 'fc_1',
	completed_at: null,
	tool_call_id: '6TI17yZkV',
	name: 'get_rate',
	arguments: '{"date": "2024-06-06"}',
	...more,
});

describe('the simplified output', () => {
	it('of a plain answer holds what is there and nothing else', () => {
		expect(replyOf(answer(message('Hello', { agent_id: null })), false)).toEqual({
			conversationId: 'conv_1',
			status: 'completed',
			text: 'Hello',
			model: 'mistral-medium-latest',
			usage,
		});
	});

	it('of a web search has the text in one piece and each source once', () => {
		const source = (title: string) => ({
			type: 'tool_reference',
			tool: 'web_search',
			title,
			url: `https://${title}.example`,
			source: 'brave',
		});
		const reply = replyOf(
			answer(
				execution('web_search'),
				message([
					{ type: 'text', text: 'Spain won ' },
					source('a'),
					source('b'),
					{ type: 'text', text: '2–1 in Berlin' },
					source('a'),
					{ type: 'text', text: '.' },
				]),
			),
			false,
		);
		expect(reply.text).toBe('Spain won 2–1 in Berlin.');
		expect(reply.references).toEqual([
			{ title: 'a', url: 'https://a.example', tool: 'web_search' },
			{ title: 'b', url: 'https://b.example', tool: 'web_search' },
		]);
		expect(reply.toolExecutions).toEqual([execution('web_search')]);
		expect(reply.agentId).toBe('ag_1');
	});

	it('of several messages joins them by a blank line', () => {
		const code = execution('code_interpreter', { info: { code: '1+1', code_output: '2' } });
		const reply = replyOf(answer(message('I will compute.'), code, message('It is 2.')), false);
		expect(reply.text).toBe('I will compute.\n\nIt is 2.');
		expect(reply.toolExecutions).toEqual([code]);
	});

	it('of a generated image names the file', () => {
		const file = {
			type: 'tool_file',
			tool: 'image_generation',
			file_id: '933c5b5a',
			file_name: 'image_generated_0',
			file_type: 'png',
		};
		const reply = replyOf(
			answer(message([{ type: 'text', text: 'Here it is.\n\n' }, file])),
			false,
		);
		expect(reply.text).toBe('Here it is.');
		expect(reply.files).toEqual([
			{ fileId: '933c5b5a', fileName: 'image_generated_0', fileType: 'png' },
		]);
	});

	it('of a function call asks for action, with parsed arguments and no text', () => {
		const reply = replyOf(answer(call({ agent_id: 'ag_2', model: 'm' })), false);
		expect(reply).toEqual({
			conversationId: 'conv_1',
			status: 'requires_action',
			text: '',
			functionCalls: [
				{
					conversationId: 'conv_1',
					toolCallId: '6TI17yZkV',
					name: 'get_rate',
					args: { date: '2024-06-06' },
					arguments: { date: '2024-06-06' },
					confirmationStatus: null,
				},
			],
			agentId: 'ag_2',
			model: 'm',
			usage,
		});
	});

	it('keeps arguments that are an object already, or no JSON', () => {
		const calls = [call({ arguments: { a: 1 } }), call({ arguments: 'a: 1' })];
		const { functionCalls } = replyOf(answer(...calls), false);
		expect(functionCalls).toEqual([
			expect.objectContaining({ args: { a: 1 }, arguments: { a: 1 } }),
			expect.objectContaining({ args: 'a: 1', arguments: 'a: 1' }),
		]);
	});

	it('has the arguments of tool executions where expressions can read them', () => {
		const search = execution('web_search', { arguments: '{"query": "zebras"}' });
		const { toolExecutions } = replyOf(answer(search, message('Black and white')), false);
		expect(toolExecutions).toEqual([{ ...search, args: { query: 'zebras' } }]);
	});

	it('names a usage without its empty fields', () => {
		const unused = { connector_tokens: null, connectors: null };
		const given = { ...answer(message('Hello')), usage: { ...usage, ...unused } };
		const { prompt_tokens, completion_tokens, total_tokens } = usage;
		expect(replyOf(given, false).usage).toEqual({ prompt_tokens, completion_tokens, total_tokens });
	});

	it('asks for action while a call waits for confirmation, not once it is settled', () => {
		const statusFor = (confirmation_status: string) =>
			replyOf(answer(call({ confirmation_status }), message('Done')), false).status;
		expect(statusFor('pending')).toBe('requires_action');
		expect(statusFor('allowed')).toBe('completed');
		expect(statusFor('denied')).toBe('completed');
	});

	it('of a reasoning model keeps the thinking out of the text', () => {
		const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }], closed: true };
		const reply = replyOf(answer(message([thinking, { type: 'text', text: '42' }])), false);
		expect(reply.thinking).toBe('Hm.');
		expect(reply.text).toBe('42');
	});

	it('of handoffs keeps them in order and names who spoke last', () => {
		const handoff = (from: string, to: string) => ({
			type: 'agent.handoff',
			previous_agent_id: from,
			next_agent_id: to,
		});
		const [there, back] = [handoff('ag_1', 'ag_2'), handoff('ag_2', 'ag_1')];
		const outputs = [message('One moment'), there, message('Hello', { agent_id: 'ag_2' }), back];
		const last = message('Again', { agent_id: 'ag_1' });
		const reply = replyOf(answer(...outputs, last), false);
		expect(reply.handoffs).toEqual([there, back]);
		expect(reply.agentId).toBe('ag_1');
	});

	it('parses the last message when JSON was asked for', () => {
		const outputs = answer(message('Let me see'), message('{"city":"Paris"}'));
		expect(replyOf(outputs, true).parsed).toEqual({ city: 'Paris' });
		expect(replyOf(outputs, false)).not.toHaveProperty('parsed');
		expect(replyOf(answer(message('{"city"')), true)).not.toHaveProperty('parsed');
	});

	it('of an answer without usage says so', () => {
		const bare = { conversation_id: 'conv_1', outputs: [call({ confirmation_status: 'pending' })] };
		expect(replyOf(bare, false)).toMatchObject({ status: 'requires_action', usage: null });
	});

	it('of content that says nothing is empty text', () => {
		const contents = [null, undefined, 42, [null, { type: 'text' }, { type: 'text', text: null }]];
		for (const content of [...contents, [{ type: 'thinking', thinking: null }]]) {
			const nothing = message('', { content: content as Entry['content'] });
			expect(replyOf(answer(nothing), true)).toMatchObject({ status: 'completed', text: '' });
		}
	});

	it('of an answer without outputs is empty text', () => {
		expect(replyOf(answer(), true)).toEqual({
			conversationId: 'conv_1',
			status: 'completed',
			text: '',
			usage,
		});
	});
});
