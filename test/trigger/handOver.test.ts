import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData } from 'n8n-workflow';

import { HandOver } from '../../nodes/MistralTrigger/handOver';
import type { ClosableTrigger } from '../../nodes/shared/transport/context';

describe('handing over', () => {
	it('goes on after a while when n8n never says that an execution has ended', async () => {
		const given: INodeExecutionData[][] = [];
		const context = {
			getExecutionCancelSignal: () => undefined,
			helpers: { createDeferredPromise: () => ({ promise: new Promise(() => {}) }) },
			emit: ([items = []]: INodeExecutionData[][]) => void given.push(items),
		} as unknown as ClosableTrigger;
		const progress = { token: 'a', given: [] };
		const handOver = new HandOver(context, () => progress, 50);
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
