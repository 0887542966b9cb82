import { setTimeout as sleep } from 'node:timers/promises';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { poll } from '../../scripts/n8n/process/poll';
import { itemsIn, Triggered } from '../triggered';
import { activateWebhook, call } from '../webhooks';
import { node } from '../workflows';
import { librariesType } from '../world';
import { byId, counting, heldAnswer, saidOf, send, world } from './world';

// What n8n does: a worker that is killed is missed when its executions were not heard of for a minute, which
// is looked for every 30 s. Then they wait 30 s more, and fail; n8n runs none of them again.
describe('workers that are killed', () => {
	const files = Array.from({ length: 8 }, (_, index) => ({
		path: `file ${index}`,
		text: `Text ${index}`,
	}));
	let libraryId: string;
	let syncId: string;
	let callers: Promise<{ status: number }[]>;
	const sync = () => call(world, 'sync', { files });
	const uploads = () =>
		world.simulator.requests.filter(
			({ method, path }) => method === 'POST' && path.includes(libraryId),
		);

	beforeAll(async () => {
		({ id: libraryId } = world.simulator.state.libraries.add({ name: 'Killed' }));
		syncId = await activateWebhook(
			world,
			'sync',
			'lastNode',
			node('Files', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.files' }),
			node('Sync', librariesType, {
				operation: 'sync',
				libraryId: byId(libraryId),
				inputType: 'text',
				text: '={{ $json.text }}',
				fileName: '={{ $json.path }}',
				key: '={{ $json.path }}',
				deleteMissing: true,
			}),
		);
	});

	it('in a sync and in a conversation lose and double nothing', async () => {
		const { faults, state } = world.simulator;
		await send('killed', 'Before');
		const messages = counting();
		// The last ones of them are still under way at Mistral when their sender is gone.
		faults.add({
			method: 'POST',
			path: `/v1/libraries/${libraryId}`,
			skip: 2,
			times: Infinity,
			latency: 2000,
		});
		const syncing = sync();
		const { gate, asked } = await heldAnswer(() => send('killed', 'During'), 3);
		await poll(async () => uploads()[4], { failure: 'Nothing', timeout: 20_000 });
		const { workers } = world.queue;
		await Promise.all(workers.map((worker) => worker.kill()));
		callers = Promise.all([syncing, asked]);
		gate.open();
		faults.clear();
		await Promise.all(workers.map(() => world.queue.startWorker()));

		expect((await send('killed', 'After')).item).toMatchObject({ session: 'continued' });
		expect(saidOf('killed')).toEqual([['Before', 'During', 'After']]);
		expect(messages()).toHaveLength(2);

		const known = () =>
			state.libraries
				.documents(libraryId)
				.list()
				.map(({ file }) => file.fileName);
		expect(known().length).toBeGreaterThan(2);
		expect((await sync()).status).toBe(200);
		expect(known().sort()).toEqual(files.map(({ path }) => path));
		const before = world.simulator.requests.length;
		await sync();
		expect(world.simulator.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
	});

	// Both are in the main process, their executions in workers. n8n misses those that were killed meanwhile.
	describe('meanwhile, triggers', () => {
		it('ask once on activation, and once each time of a schedule', async () => {
			const messages = counting();
			const triggered = await Triggered.create(world, {
				runOn: ['activation', 'schedule'],
				scheduleType: 'cron',
				cronExpression: '*/3 * * * * *',
			});
			const start = Date.now();
			await triggered.activate();
			await triggered.until((runs) => itemsIn(runs).length >= 4);
			await triggered.deactivate();
			const asked = messages();
			expect(asked.length).toBeLessThanOrEqual(2 + (Date.now() - start) / 3000);
			const runs = await triggered.runs();
			const conversationIds = itemsIn(runs).map(({ conversationId }) => conversationId);
			expect(new Set(conversationIds).size).toBe(conversationIds.length);
			expect(conversationIds.length).toBeGreaterThanOrEqual(asked.length - 1);
		});

		it('tell of a document once', async () => {
			const { requests, state } = world.simulator;
			const { id: watched } = state.libraries.add({ name: 'Watched' });
			const triggered = await Triggered.create(
				world,
				{ libraryId: byId(watched), events: ['added', 'processed'] },
				undefined,
				'n8n-nodes-mistral-agents.mistralLibraryTrigger',
			);
			const before = requests.length;
			await triggered.activate();
			state.libraries.addDocument(watched, { name: 'new.md', text: 'New' });
			await triggered.deactivate();
			await triggered.activate();
			await triggered.until(([run]) => run?.status === 'success');
			await sleep(2000);
			const told = itemsIn(await triggered.runs()).map(({ event }) => event);
			expect(told).toEqual(['added', 'processed']);
			// One look for each activation, and perhaps one more as a minute has begun.
			expect(requests.slice(before).length).toBeLessThanOrEqual(3);
			await triggered.deactivate();
		});
	});

	it('leave executions that n8n lists as failed, of which it tells their callers', async () => {
		expect((await callers).map(({ status }) => status)).toEqual([500, 500]);
		const runs = await world.n8n.api.executions(syncId);
		expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'error']);
	});
});
