import { describe, expect, it } from '@jest/globals';

import {
	callsLeftOpen,
	callsNamedIn,
	withCancelled,
} from '../../nodes/shared/conversation/openCalls';

const call = (id: string, status: 'pending' | 'allowed' | 'denied' | null = null) => ({
	type: 'function.call',
	tool_call_id: id,
	name: 'get_rate',
	arguments: '{}',
	confirmation_status: status,
});
const result = (id: string) => ({ type: 'function.result', tool_call_id: id, result: '1' });

describe('the calls that a conversation waits for', () => {
	it('are those without a result, a yes or a no', () => {
		const history = [
			call('a'),
			call('b'),
			result('a'),
			call('c', 'pending'),
			call('d', 'allowed'),
			call('e', 'denied'),
			{ type: 'message.output', content: 'Hm' },
		];
		expect(callsLeftOpen(history).map(({ tool_call_id: id }) => id)).toEqual(['b', 'c']);
	});

	it('are named by the API', () => {
		const words = 'Cannot append other inputs … Provide function results first for: ';
		expect(callsNamedIn(`${words}['6TI17yZkV', 'x1']`)).toEqual(['6TI17yZkV', 'x1']);
		expect(callsNamedIn(`${words}["6TI17yZkV"]`)).toEqual(['6TI17yZkV']);
		expect(callsNamedIn(`${words}[6TI17yZkV, x1]`)).toEqual(['6TI17yZkV', 'x1']);
		expect(callsNamedIn('Not the same number of function calls and responses')).toEqual([]);
	});

	it('are cancelled before the message, but not those that it answers', () => {
		const cancelled = (id: string) => ({
			...result(id),
			result: 'Cancelled: the user went on without a result.',
		});
		expect(withCancelled('Hello', [call('a')])).toEqual([
			cancelled('a'),
			{ type: 'message.input', role: 'user', content: 'Hello' },
		]);
		expect(withCancelled([result('a')], [call('a'), call('b')])).toEqual([
			cancelled('b'),
			result('a'),
		]);
	});
});
