import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData } from 'n8n-workflow';

import { runWorkflow } from '../../scripts/engine/engine';
import { readExample, type WorkflowFile } from '../../scripts/examples';
import { smallPdf } from '../simulator/smallPdf';
import { useSimulator } from '../simulator/useSimulator';
import { inMemory } from './files';
import { useService } from './service';
import { credentialFor } from './workflow';

const session = useSimulator();
const service = useService();

/** Runs an example whose trigger has given this item; triggers and their memories run in the end-to-end tests. */
async function run(file: string, given: INodeExecutionData) {
	const workflow = JSON.parse(
		JSON.stringify(readExample(file)).replaceAll('https://example.com', service.url),
	) as WorkflowFile;
	const trigger = workflow.nodes.find(({ type }) => /trigger/i.test(type));
	Object.assign(trigger ?? {}, { type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 });
	const nodes = workflow.nodes.filter(({ type }) => !type.includes('.memory'));
	const { data } = await runWorkflow(
		{ ...workflow, nodes, pinData: { [String(trigger?.name)]: [given] } },
		{ credential: credentialFor(session.simulator) },
	);
	expect(data.resultData.error).toBeUndefined();
	return (name: string) => data.resultData.runData[name]?.[0]?.data?.main?.[0]?.[0]?.json;
}

const say = async (file: string, chatInput: string) =>
	(await run(file, { json: { sessionId: 'visitor', chatInput } }))('Answer word by word');

describe('the examples of chats', () => {
	it.each(['streaming-chat.json', 'chat-with-library.json'])('%s remembers', async (file) => {
		const first = await say(file, 'How many days of holiday do I have?');
		const second = await say(file, 'And when must I ask for them?');
		expect(first).toMatchObject({ session: 'started', status: 'completed' });
		expect(second).toMatchObject({
			session: 'continued',
			conversationId: first?.conversationId,
		});
	});

	it('chat-with-library.json answers from the library', async () => {
		const answer = await say('chat-with-library.json', 'What do our documents say of holiday?');
		expect(answer?.text).toContain('28 days');
	});
});

describe('the example of an invoice', () => {
	it('gives its data to another service', async () => {
		const pdf = inMemory(smallPdf('Total: 12.50 EUR'), 'invoice.pdf', 'application/pdf');
		const output = await run('invoice-to-data.json', { json: {}, binary: { Invoice: pdf } });
		expect(output('Read the invoice')).toMatchObject({
			parsed: { supplier: expect.any(String), total: expect.any(Number) },
			attachments: [{ fileName: 'invoice.pdf' }],
		});
		expect(output('Book it')).toEqual({ thanks: true });
	});
});

describe('the example of two versions', () => {
	it('gives both answers, each from its own conversation', async () => {
		const output = await run('two-versions.json', { json: {} });
		expect(output('Side by side')).toEqual({ first: expect.any(String), new: expect.any(String) });
		const restarts = session.simulator.requests.filter(({ path }) => path.endsWith('/restart'));
		const bodies = restarts.map(({ body }) => body as { agent_version: number });
		const [one, two] = bodies.map(({ agent_version: version }) => version).sort();
		expect(two).toBe(Number(one) + 1);
	});
});
