import { describe, expect, it } from '@jest/globals';

import { readExample } from '../scripts/examples';
import { type Line, pieces, stepsOf, streamedLines, textOf } from './streamedLines';
import { useWorld } from './world';

const world = useWorld();

/** Activates an example and reads what its address streams, line by line. */
async function callExample(file: string, address: string, body: object): Promise<Line[]> {
	const id = await world.n8n.api.importWorkflow(readExample(file));
	await world.n8n.api.activate(id);
	const lines = await streamedLines(`${world.n8n.url}/webhook/${address}`, body);
	await world.n8n.api.deactivate(id);
	return lines;
}

describe('a streamed response of a full n8n', () => {
	it('brings words one by one to the caller of a webhook, and the steps', async () => {
		const lines = await callExample('streaming-webhook.json', 'mistral-stream', {
			question: 'What is new in the city of Lyon?',
		});
		const words = pieces(lines);
		expect(textOf(lines)).toContain('city of Lyon');
		expect(words.length).toBeGreaterThan(5);
		// The simulator sends a word each 30 ms: they have not come all at once.
		expect((words.at(-1)?.at ?? 0) - (words[0]?.at ?? 0)).toBeGreaterThan(100);
		expect(stepsOf(lines)).toMatchObject([
			{ type: 'tool.execution.started' },
			{ type: 'tool.execution.done' },
		]);
		expect(lines.find(({ type }) => type === 'end')).toBeDefined();
	});

	it('brings words one by one to the chat', async () => {
		const [trigger] = readExample('streaming-chat.json').nodes;
		const lines = await callExample('streaming-chat.json', `${trigger?.webhookId}/chat`, {
			action: 'sendMessage',
			sessionId: 'test',
			chatInput: 'Tell me about the old harbour, please',
		});
		const words = pieces(lines);
		expect(textOf(lines)).toContain('old harbour');
		expect((words.at(-1)?.at ?? 0) - (words[0]?.at ?? 0)).toBeGreaterThan(100);
	});

	it('tells the caller what went wrong', async () => {
		world.simulator.faults.add({ status: 503, body: 'overflow' });
		const lines = await callExample('streaming-webhook.json', 'mistral-stream', {
			question: 'Hello?',
		});
		expect(lines.at(-1)).toMatchObject({
			type: 'error',
			content: expect.stringContaining('overflow'),
		});
	});
});
