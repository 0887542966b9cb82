import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData } from 'n8n-workflow';

import { runWorkflow } from '../../scripts/engine/engine';
import { readExample } from '../../scripts/examples';
import { smallPdf } from '../simulator/smallPdf';
import { useSimulator } from '../simulator/useSimulator';
import { inMemory } from './files';
import { credentialFor } from './workflow';

const session = useSimulator();

/** Runs an example whose trigger has given this item; triggers and their memories run in the end-to-end tests. */
async function run(file: string, given: INodeExecutionData, changes: Record<string, object> = {}) {
	const workflow = readExample(file);
	const trigger = workflow.nodes.find(({ type }) => /trigger|webhook/i.test(type));
	for (const { name, parameters } of workflow.nodes) Object.assign(parameters, changes[name]);
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

describe('the example of a chat over a library', () => {
	it('says so when there is no such library, and answers without', async () => {
		const output = await run(
			'chat-with-library.json',
			{ json: { sessionId: 'early', chatInput: 'What is new in Lyon?' } },
			{ 'Find the library': { filters: { search: 'No library of this name' } } },
		);
		expect(output('Answer word by word')).toBeUndefined();
		expect(output('Answer without a library')).toMatchObject({ session: 'started' });
		const { body } = session.simulator.requests.at(-1) ?? {};
		expect(body).toMatchObject({ tools: [{ type: 'web_search' }] });
		expect(JSON.stringify(body)).toContain('there is no library of this name');
	});
});

describe('the example of a webhook', () => {
	it('answers the question of its caller', async () => {
		const output = await run('streaming-webhook.json', {
			json: { body: { question: 'What is new in Lyon?' } },
		});
		expect(output('Answer word by word')?.text).toContain('What is new in Lyon?');
	});
});

describe('the example of announcements', () => {
	it.each([
		['processed', 'rules.md: answers can use it now'],
		['failed', 'rules.md: Mistral could not read it'],
	])('tells that a document was %s', async (event, text) => {
		const json = { event, documentId: 'd1', document: { name: 'rules.md' } };
		const output = await run('announce-documents.json', { json });
		expect(output('Announcement')).toEqual({ text });
	});
});

describe('the example of an invoice', () => {
	it('gives its data', async () => {
		const pdf = inMemory(smallPdf('Total: 12.50 EUR'), 'invoice.pdf', 'application/pdf');
		const output = await run('invoice-to-data.json', { json: {}, binary: { Invoice: pdf } });
		expect(output('Read the invoice')).toMatchObject({
			parsed: { supplier: expect.any(String), total: expect.any(Number) },
			attachments: [{ fileName: 'invoice.pdf' }],
		});
		expect(output('Booking')).toEqual(output('Read the invoice')?.parsed);
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
