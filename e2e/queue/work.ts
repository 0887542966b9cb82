import { createHash, randomBytes } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../../scripts/examples';
import * as tools from '../n8nTools';
import { activateWebhook, call, webhook } from '../webhooks';
import { node, withBelow } from '../workflows';
import { librariesType, nodeType } from '../world';
import { body, byId, counting, world } from './world';

describe('work in workers', () => {
	it('calls connected tools', async () => {
		const messages = counting();
		const { nodes, connections } = withBelow(
			[webhook('tools', 'lastNode'), node('Answer', nodeType, { text: body('text') })],
			[tools.calculator(), tools.code('Shout', 'return query.toUpperCase()')],
		);
		const settings = { executionOrder: 'v1' } as const;
		const { api } = world.n8n;
		await api.activate(await api.importWorkflow({ name: 'tools', nodes, connections, settings }));
		const text = '/call Calculator {"input":"6*7"}\n/call Shout {"input":"moin"}\n/rounds 2';
		const { item } = await call(world, 'tools', { text });
		expect(item).toMatchObject({ status: 'completed' });
		const results = messages()
			.slice(1)
			.map(({ body: sent }) => (sent as { inputs: IDataObject[] }).inputs.map((one) => one.result));
		expect(results).toEqual([
			['42', 'MOIN'],
			['42', 'MOIN'],
		]);
	});

	it('uploads a file that is in the database', async () => {
		const { id: libraryId } = world.simulator.state.libraries.add({ name: 'Uploads' });
		const id = await activateWebhook(
			world,
			'upload',
			'lastNode',
			node('Upload', librariesType, { operation: 'upload', libraryId: byId(libraryId) }),
		);
		const bytes = randomBytes(3_000_000);
		const form = new FormData();
		form.set('data', new Blob([bytes], { type: 'application/pdf' }), 'Größe.pdf');
		const url = `${world.n8n.url}/webhook/upload`;
		const response = await fetch(url, { method: 'POST', body: form });
		expect(await response.json()).toMatchObject({ name: 'Größe.pdf', size: bytes.length });
		const [document] = world.simulator.state.libraries.documents(libraryId).list();
		expect(document?.file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
		const [{ id: last = '' } = {}] = await world.n8n.api.executions(id);
		const { data } = await world.n8n.api.waitForExecution(last);
		const stored = data.resultData.runData.Webhook?.[0]?.data?.main?.[0]?.[0]?.binary?.data;
		expect(stored?.id).toMatch(/^database:/);
	});

	it('keeps a library in step', async () => {
		const id = await world.n8n.api.importWorkflow(readExample('keep-a-folder-in-step.json'));
		const sync = async () => {
			const { data } = await world.n8n.api.waitForExecution(await world.n8n.api.run(id));
			const items = data.resultData.runData.Sync?.[0]?.data?.main?.[0] ?? [];
			return items.map(({ json }) => json.action);
		};
		expect(await sync()).toEqual(['created', 'created', 'created']);
		expect(await sync()).toEqual(['unchanged', 'unchanged', 'unchanged']);
	});
});
