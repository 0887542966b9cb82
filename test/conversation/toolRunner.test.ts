import { describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

import { type N8nTool, servedTools } from '../../nodes/shared/conversation/servedTools';
import { type FunctionCall, resultEntry } from '../../nodes/shared/conversation/toolResults';
import { ToolRunner } from '../../nodes/shared/conversation/toolRunner';

const schema = z.object({ city: z.string().optional() });
type Invoke = N8nTool['invoke'];

const call = (id: string, args: FunctionCall['arguments'] = '{}', name = 'get'): FunctionCall => ({
	type: 'function.call',
	tool_call_id: id,
	name,
	arguments: args,
});

function runnerOf(invoke: Invoke, more: Partial<N8nTool> = {}, signal?: AbortSignal) {
	const spy = jest.fn(invoke);
	const served = servedTools([{ name: 'get', schema, invoke: spy, ...more }]);
	return { runner: new ToolRunner(served, signal), invoke: spy };
}

const resultOf = async (result: unknown) => {
	const { runner } = runnerOf(async () => await Promise.resolve(result));
	return (await runner.run([call('1')]))[0]?.result;
};

describe('a tool that is called', () => {
	it.each<[FunctionCall['arguments'], object]>([
		['{"city":"Lyon"}', { city: 'Lyon' }],
		[{ city: 'Lyon' }, { city: 'Lyon' }],
		['', {}],
		[' ', {}],
		[undefined, {}],
	])('gets the arguments %j as an object', async (args, given) => {
		const { runner, invoke } = runnerOf(async () => await Promise.resolve('ok'));
		await runner.run([{ ...call('1'), arguments: args }]);
		expect(invoke).toHaveBeenCalledWith(given, { signal: undefined });
	});

	it('gets the text alone if it takes one', async () => {
		const { runner, invoke } = runnerOf(async () => await Promise.resolve('ok'), {
			schema: undefined,
		});
		await runner.run([call('1', '{"input":"1+1"}'), call('2')]);
		expect(invoke.mock.calls.map(([input]) => input)).toEqual(['1+1', '']);
	});

	it.each([
		['a text', 'a text'],
		['', ''],
		[undefined, ''],
		[null, ''],
		[{ sum: 3 }, '{"sum":3}'],
		[[{ a: 1 }, null], '[{"a":1},null]'],
		[42, '42'],
		[false, 'false'],
		['x'.repeat(1024 ** 2), 'x'.repeat(1024 ** 2)],
	])('that gives %#: its result is a text', async (given, text) => {
		expect(await resultOf(given)).toBe(text);
	});

	it.each(['{"city":', '[1]', '"Lyon"', 'null', '7'])(
		'does not run when its arguments are %s, and the model is told',
		async (args) => {
			const { runner, invoke } = runnerOf(async () => await Promise.resolve('ok'));
			expect(await runner.run([call('1', args)])).toEqual([
				{
					toolCallId: '1',
					result: 'Error: The arguments are not a JSON object. Call the function again with one.',
				},
			]);
			expect(invoke).not.toHaveBeenCalled();
		},
	);

	it('tells the model why it failed, and the others run', async () => {
		const { runner } = runnerOf(async (args) => {
			const { city } = args as { city: string };
			if (city === 'Atlantis') throw new Error('No such city');
			return await Promise.resolve(`sunny in ${city}`);
		});
		const results = await runner.run([
			call('1', { city: 'Lyon' }),
			call('2', { city: 'Atlantis' }),
			call('3', { city: 'Nice' }),
		]);
		expect(results.map(resultEntry)).toEqual([
			{ type: 'function.result', tool_call_id: '1', result: 'sunny in Lyon' },
			{ type: 'function.result', tool_call_id: '2', result: 'Error: No such city' },
			{ type: 'function.result', tool_call_id: '3', result: 'sunny in Nice' },
		]);
	});

	it('tells the model that its result cannot be written', async () => {
		const circle: { self?: unknown } = {};
		circle.self = circle;
		expect(await resultOf(circle)).toMatch(/^Error: Converting circular structure/);
	});

	it('that throws at once fails like any other', async () => {
		const { runner } = runnerOf(() => {
			throw new Error('Nothing to be had');
		});
		expect(await runner.run([call('1')])).toEqual([
			{ toolCallId: '1', result: 'Error: Nothing to be had' },
		]);
	});
});

describe('calls of one round', () => {
	it('run side by side and keep their order', async () => {
		const ends: Array<(value: string) => void> = [];
		const { runner } = runnerOf(async () => await new Promise((resolve) => ends.push(resolve)));
		const round = runner.run([call('1'), call('2'), call('3')]);
		await Promise.resolve();
		expect(ends).toHaveLength(3);
		ends.reverse().forEach((end, i) => end(`ended ${i}`));
		expect((await round).map(({ result }) => result)).toEqual(['ended 2', 'ended 1', 'ended 0']);
	});

	it('tell the model of names that it made up', async () => {
		const { runner } = runnerOf(async () => await Promise.resolve('ok'));
		expect(await runner.run([call('1', '{}', 'fetch'), call('2')])).toEqual([
			{ toolCallId: '1', result: 'Error: There is no function "fetch". There are: get.' },
			{ toolCallId: '2', result: 'ok' },
		]);
	});

	it('tell the model when there are no functions at all', async () => {
		expect(await new ToolRunner(new Map()).run([call('1')])).toEqual([
			{ toolCallId: '1', result: 'Error: There is no function "get". There are none.' },
		]);
	});

	it('run once for each id, whenever and how often they are asked for', async () => {
		const { runner, invoke } = runnerOf(async () => await Promise.resolve('ok'));
		const both = await Promise.all([runner.run([call('1'), call('1')]), runner.run([call('1')])]);
		expect(both).toEqual([
			[{ toolCallId: '1', result: 'ok' }],
			[{ toolCallId: '1', result: 'ok' }],
		]);
		await runner.run([call('1'), call('2')]);
		expect(invoke).toHaveBeenCalledTimes(2);
	});

	it('stop being waited for when the execution is cancelled, and none runs afterwards', async () => {
		const controller = new AbortController();
		const never = async () => await new Promise(() => undefined);
		const { runner, invoke } = runnerOf(never, {}, controller.signal);
		const round = runner.run([call('1')]);
		controller.abort(new Error('cancelled'));
		await expect(round).rejects.toThrow('cancelled');
		expect(invoke).toHaveBeenCalledWith({}, { signal: controller.signal });
		await expect(runner.run([call('2')])).rejects.toThrow('cancelled');
		expect(invoke).toHaveBeenCalledTimes(1);
	});
});
