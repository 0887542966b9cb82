import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';

import { HandOver } from '../../nodes/MistralTrigger/handOver';
import { longestExecution } from '../../nodes/MistralTrigger/executionFate';

describe('handing over', () => {
	it('goes on after a while when n8n never says that an execution has ended', async () => {
		const given: INodeExecutionData[][] = [];
		const context = {
			helpers: { createDeferredPromise: () => ({ promise: new Promise(() => {}) }) },
			emit: ([items = []]: INodeExecutionData[][]) => void given.push(items),
		} as unknown as ITriggerFunctions;
		const progress = { number: 1, restarts: 0, token: 'a', given: [] };
		const { signal } = new AbortController();
		const handOver = new HandOver(context, signal, () => ({ progress }), 50);
		handOver.add([{ event: 'one' }]);
		handOver.add([{ event: 'two' }, { event: 'three' }]);
		expect(given).toHaveLength(1);
		await handOver.end();
		expect(given).toEqual([
			[{ json: { event: 'one' }, progress }],
			[{ json: { event: 'two' }, progress }, { json: { event: 'three' } }],
		]);
	});

	it('waits for an execution no longer than its workflow may run and wait in a queue', () => {
		expect(longestExecution({})).toBe(3_600_000);
		expect(longestExecution({ executionTimeout: -1 })).toBe(3_600_000);
		expect(longestExecution({ executionTimeout: 60 })).toBe(660_000);
		expect(longestExecution({ executionTimeout: 7200 })).toBe(7_800_000);
	});
});
