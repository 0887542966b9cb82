import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';

import { HandOver } from '../../nodes/MistralTrigger/handOver';

describe('handing over', () => {
	it('goes on after a while when n8n never says that an execution has ended', async () => {
		const given: INodeExecutionData[][] = [];
		const context = {
			helpers: { createDeferredPromise: () => ({ promise: new Promise(() => {}) }) },
			emit: ([items = []]: INodeExecutionData[][]) => void given.push(items),
		} as unknown as ITriggerFunctions;
		const progress = { token: 'a', given: [] };
		const handOver = new HandOver(context, new AbortController().signal, () => progress, 50);
		handOver.add([{ event: 'one' }]);
		handOver.add([{ event: 'two' }, { event: 'three' }]);
		expect(given).toHaveLength(1);
		await handOver.end();
		expect(given).toEqual([
			[{ json: { event: 'one' }, progress }],
			[{ json: { event: 'two' }, progress }, { json: { event: 'three' } }],
		]);
		expect(handOver.carried).toBe(progress);
	});
});
