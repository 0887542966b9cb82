import { describe, expect, it } from '@jest/globals';
import { type IDataObject, NodeHelpers } from 'n8n-workflow';

import { MistralConversations } from '../../nodes/MistralConversations/MistralConversations.node';
import { inputsOf } from '../../nodes/shared/conversation/inputs';

/** What n8n takes for the parameters of a new node, by its description. */
function newNode(operation: string, isTool: boolean) {
	const { description } = new MistralConversations();
	const name = description.name + (isTool ? 'Tool' : '');
	const parameters = { resource: 'conversation', operation };
	return NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		true,
		false,
		{ typeVersion: 1 },
		{ ...description, name },
	);
}

describe.each(['start', 'append', 'restart'])('a new %s', (operation) => {
	it('has nothing to say yet', () => {
		expect(newNode(operation, false)).toMatchObject({ inputType: 'text', text: '' });
	});

	it('says what the model of an agent wants when it is its tool', () => {
		const node = newNode(operation, true);
		expect(node).toMatchObject({ inputType: 'text' });
		expect(node?.text).toContain("$fromAI('Text'");
	});
});

describe('entries that are written as JSON', () => {
	const sent = (...inputs: unknown[]) =>
		inputsOf({ inputType: 'json', inputs: inputs as IDataObject[] });
	const result = { type: 'function.result', tool_call_id: 'call_1', result: '42' };

	it.each([
		['an entry of the API', result],
		['an entry without its type', { tool_call_id: 'call_1', result: '42' }],
		["the node's own spelling", { toolCallId: 'call_1', result: '42' }],
		[
			'a function call of the output, with its result',
			{ conversationId: 'conv_1', toolCallId: 'call_1', name: 'f', args: {}, result: '42' },
		],
	])('may hold a function result as %s', (_, entry) => {
		expect(sent(entry)).toEqual([result]);
	});

	it('go as they are when they are something else', () => {
		const entries = [{ role: 'user', content: 'Hello' }, { type: 'news' }, { ...result, id: 'x' }];
		expect(sent(...entries)).toEqual(entries);
	});

	it.each<[string, unknown]>([
		[
			'The function result in entry 2 of the parameter "Inputs" does not say which call it is for',
			{ type: 'function.result', result: '42' },
		],
		[
			'The function result in entry 2 of the parameter "Inputs" must have a text as its result, but has {"a":1}',
			{ toolCallId: 'call_1', result: { a: 1 } },
		],
		[
			'The function result in entry 2 of the parameter "Inputs" must have a text as its result, but has none',
			{ type: 'function.result', tool_call_id: 'call_1' },
		],
		['In entry 2 of the parameter "Inputs" there is no object', 'Hello'],
	])('are refused before they are sent: %s', (words, entry) => {
		expect(() => sent(result, entry)).toThrow(words);
	});
});
