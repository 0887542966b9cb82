import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { nextStep, type Rounds, sumOfUsage } from '../../nodes/shared/conversation/rounds';

const rounds = (more: Partial<Rounds> = {}): Rounds => ({
	served: new Set(['get', 'put']),
	isForUser: () => false,
	maxRounds: 10,
	...more,
});

const call = (id: string, name = 'get', more: IDataObject = {}): IDataObject => ({
	type: 'function.call',
	tool_call_id: id,
	name,
	arguments: '{}',
	...more,
});

const message: IDataObject = { type: 'message.output', content: 'Hello' };
const pending = { confirmation_status: 'pending' };

describe('after an answer', () => {
	it('without calls the loop has finished', () => {
		expect(nextStep([message], 0, rounds())).toEqual({ kind: 'finished' });
		expect(nextStep([], 0, rounds())).toEqual({ kind: 'finished' });
	});

	it.each(['allowed', 'denied'])('a call that was %s is the affair of the API', (status) => {
		const outputs = [call('1', 'search', { confirmation_status: status }), message];
		expect(nextStep(outputs, 0, rounds())).toEqual({ kind: 'finished' });
	});

	it('all calls that tools serve run, wherever they stand among the outputs', () => {
		const calls = [call('1'), call('2', 'put'), call('3', 'get', { confirmation_status: null })];
		const [first = {}, ...others] = calls;
		expect(nextStep([first, message, ...others], 0, rounds())).toEqual({ kind: 'run', calls });
	});

	it('names that the model made up are answered with the calls that run', () => {
		const calls = [call('1'), call('2', 'invented')];
		expect(nextStep(calls, 0, rounds())).toEqual({ kind: 'run', calls });
	});

	it('nothing runs when one of the calls is for the user', () => {
		const calls = [call('1'), call('2', 'order'), call('3', 'put')];
		const isForUser = (name: string) => name === 'order';
		expect(nextStep(calls, 0, rounds({ isForUser }))).toEqual({ kind: 'requires_action', calls });
	});

	it('a tool serves its name even where the user could', () => {
		expect(nextStep([call('1')], 0, rounds({ isForUser: () => true })).kind).toBe('run');
	});

	it('nothing runs when one of the calls waits for a confirmation', () => {
		const calls = [call('1'), call('2', 'gmail_send', pending), call('3')];
		expect(nextStep(calls, 0, rounds())).toEqual({ kind: 'requires_action', calls });
	});

	it('nothing runs after the last round', () => {
		const limits = rounds({ maxRounds: 2 });
		expect(nextStep([call('1')], 1, limits)).toMatchObject({ kind: 'run' });
		expect(nextStep([call('1')], 2, limits)).toEqual({ kind: 'max_rounds', calls: [call('1')] });
		expect(nextStep([call('1')], 0, rounds({ maxRounds: 0 })).kind).toBe('max_rounds');
	});

	it('a person is still asked after the last round', () => {
		const calls = [call('1'), call('2', 'gmail_send', pending)];
		expect(nextStep(calls, 2, rounds({ maxRounds: 2 }))).toEqual({
			kind: 'requires_action',
			calls,
		});
	});

	it('it has finished after the last round, if no call is left', () => {
		expect(nextStep([message], 2, rounds({ maxRounds: 2 })).kind).toBe('finished');
	});

	it('every open call is named once, in whatever step', () => {
		const status = fc.constantFrom(undefined, null, 'pending', 'allowed', 'denied');
		const name = fc.constantFrom('get', 'put', 'mine', 'invented');
		const anyCall = fc.record({ name, confirmation_status: status });
		fc.assert(
			fc.property(fc.array(anyCall), fc.nat(3), (entries, done) => {
				const outputs = entries.map((entry, i) => ({ ...call(String(i)), ...entry }));
				const isForUser = (one: string) => one === 'mine';
				const step = nextStep(outputs, done, rounds({ maxRounds: 2, isForUser }));
				const open = outputs.filter(({ confirmation_status: one }) => !one || one === 'pending');
				expect(step.kind === 'finished' ? [] : step.calls).toEqual(open);
				if (step.kind !== 'run') return;
				expect(open.some((one) => one.name === 'mine' || one.confirmation_status)).toBe(false);
				expect(done).toBeLessThan(2);
			}),
		);
	});
});

describe('the usage of several answers', () => {
	const usage = (prompt: number, more: IDataObject = {}): IDataObject => ({
		prompt_tokens: prompt,
		completion_tokens: 2,
		total_tokens: prompt + 2,
		connector_tokens: null,
		connectors: null,
		...more,
	});

	it('is summed, that of connectors by name', () => {
		const searched = { connector_tokens: 50, connectors: { web_search: 1 } };
		const drawn = { connector_tokens: 7, connectors: { web_search: 2, image_generation: 1 } };
		expect(sumOfUsage([usage(1), usage(10, searched), usage(100, drawn), usage(1000)])).toEqual({
			prompt_tokens: 1111,
			completion_tokens: 8,
			total_tokens: 1119,
			connector_tokens: 57,
			connectors: { web_search: 3, image_generation: 1 },
		});
	});

	it('of one answer is as it was', () => {
		const one = usage(1, { new_field: 'x' });
		expect(sumOfUsage([one])).toEqual(one);
	});

	it.each([null, undefined])('is unknown when that of one answer is %s', (unknown) => {
		expect(sumOfUsage([usage(1), unknown, usage(2)])).toBeNull();
	});
});
