import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters, StructuredChunk } from 'n8n-workflow';

import { startSimulator } from '../../simulator/server';
import { Gate } from '../../simulator/streams/gate';
import { handbookId } from '../simulator/seededLibrary';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();
const start = { operation: 'start', text: 'Tell me a story' };

/** Runs the node in an execution that streams, and gives what its caller got. */
async function stream(
	parameters: INodeParameters = start,
	options: Parameters<typeof runConversations>[2] = {},
) {
	const chunks: StructuredChunk[] = [];
	const result = await runConversations(credentialFor(session.simulator), parameters, {
		onChunk: (chunk) => void chunks.push(chunk),
		...options,
	});
	const textOf = (itemIndex: number) =>
		chunks
			.filter(({ type, metadata }) => type === 'item' && metadata.itemIndex === itemIndex)
			.map(({ content }) => content)
			.join('');
	const [item = {}] = result.outputs[0] ?? [];
	return { ...result, item, chunks, textOf };
}

/** Times and the kind of object, which events do not carry. */
const withoutTimes = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(withoutTimes);
	if (value === null || typeof value !== 'object') return value;
	const fields = Object.entries(value).filter(
		([name]) => !['created_at', 'completed_at', 'object', 'guardrails'].includes(name),
	);
	return Object.fromEntries(fields.map(([name, field]) => [name, withoutTimes(field)]));
};

const tool = (type: string, more: IDataObject = {}) => ({ tools: { values: [{ type, ...more }] } });

describe('a streamed answer', () => {
	it.each<[string, IDataObject]>([
		['plain text', {}],
		['web search', tool('web_search')],
		['code interpreter', tool('code_interpreter')],
		['image generation', tool('image_generation')],
		['a document library', tool('document_library', { libraryIds: handbookId })],
		['a function call', { ...tool('function', { name: 'get_rate' }), text: 'Call get_rate' }],
		[
			'a call to be confirmed',
			tool('connector', {
				connectorId: 'gmail',
				authorizationType: 'none',
				requiresConfirmation: 'gmail_search',
			}),
		],
		['thinking', { completionArgs: { reasoningEffort: 'high' } }],
		[
			'JSON',
			{ completionArgs: { responseFormat: 'json_schema', jsonSchema: '{"type":"object"}' } },
		],
	])('gives the same item as an unstreamed one: %s', async (_, parameters) => {
		// Ids are counted per simulator, so two new ones give the same.
		const items = await Promise.all(
			[true, false].flatMap((isStreamed) =>
				[true, false].map(async (simplify) => {
					const simulator = await startSimulator();
					const given = { ...start, ...parameters, stream: isStreamed, simplify };
					const { outputs, error } = await runConversations(
						credentialFor(simulator),
						given as INodeParameters,
					);
					await simulator.close();
					expect(error).toBeUndefined();
					expect(simulator.requests[0]?.body).toMatchObject(isStreamed ? { stream: true } : {});
					return withoutTimes(outputs[0]);
				}),
			),
		);
		expect(items[0]).toEqual(items[2]);
		expect(items[1]).toEqual(items[3]);
	});

	it('reaches the caller as the text of the output item, item after item', async () => {
		const { outputs, chunks, textOf } = await stream(
			{ ...start, text: '={{ $json.text }}' },
			{ items: [{ text: 'One' }, { text: 'Two' }, { text: 'Three' }] },
		);
		expect(outputs[0]).toHaveLength(3);
		for (const [index, { text }] of outputs[0]?.entries() ?? []) expect(textOf(index)).toBe(text);
		const marks = chunks.filter(({ type }) => type !== 'item');
		expect(marks.map(({ type, metadata }) => [type, metadata.itemIndex])).toEqual([
			['begin', 0],
			['end', 0],
			['begin', 1],
			['end', 1],
			['begin', 2],
			['end', 2],
		]);
	});

	it('is sent on word by word: each before the next one has left the server', async () => {
		const gate = new Gate();
		session.simulator.faults.add({ gate: gate.pass });
		let words = 0;
		const seen: unknown[] = [];
		gate.release(2);
		await stream(start, {
			onChunk: ({ type }) => {
				if (type === 'item') {
					words++;
					seen.push([words, session.simulator.requests[0]?.eventsSent.length]);
				}
				if (type !== 'begin') gate.release();
			},
		});
		expect(words).toBeGreaterThan(3);
		// The first event tells the conversation, each other one a word.
		expect(seen).toEqual(seen.map((_, index) => [index + 1, index + 2]));
	});

	it('parts several messages by a blank line, as the output does', async () => {
		const { item, textOf } = await stream({ ...start, ...tool('code_interpreter') });
		expect(item.text).toContain('\n\n');
		expect(textOf(0)).toBe(item.text);
	});

	it('tells steps as objects when the caller wants them', async () => {
		const { chunks } = await stream({
			...start,
			...tool('web_search'),
			options: { streamSteps: true },
		});
		const steps = chunks.flatMap(({ content }) => (content?.startsWith('{') ? [content] : []));
		expect(steps.map((step) => JSON.parse(step))).toMatchObject([
			{ type: 'tool.execution.started', name: 'web_search' },
			{ type: 'tool.execution.done', name: 'web_search' },
		]);
		const silent = await stream({ ...start, ...tool('web_search') });
		expect(silent.chunks.some(({ content }) => content?.startsWith('{'))).toBe(false);
	});

	it('tells the caller of a function call as a step', async () => {
		const { chunks } = await stream({
			...start,
			text: 'Call get_rate',
			...tool('function', { name: 'get_rate' }),
			options: { streamSteps: true },
		});
		const steps = chunks.filter(({ type }) => type === 'item').map(({ content }) => content);
		expect(steps.map((step) => JSON.parse(String(step)))).toMatchObject([
			{ type: 'function.call', name: 'get_rate' },
		]);
	});

	it('does not reach the caller when the node is the tool of an agent', async () => {
		const type = 'n8n-nodes-mistral-agents.mistralConversationsTool';
		const { item, chunks } = await stream(start, { type });
		expect(item.status).toBe('completed');
		expect(chunks).toEqual([]);
	});

	it('does not read on while the caller is slow', async () => {
		const content = 'x'.repeat(64 * 1024);
		const delta = { type: 'message.output.delta', id: 'msg_1', content };
		const count = 2000;
		session.simulator.faults.add({
			events: [
				{ type: 'conversation.response.started', conversation_id: 'conv_1' },
				...Array.from({ length: count }, () => delta),
				{ type: 'conversation.response.done', usage: {} },
			],
		});
		let length = 0;
		let sent = count;
		let isFirst = true;
		const { item } = await stream(start, {
			onChunk: async ({ type, content: text = '' }) => {
				if (type !== 'item') return;
				length += text.length;
				if (!isFirst) return;
				isFirst = false;
				await new Promise((resolve) => setTimeout(resolve, 500));
				// Some are on their way in the buffers of both sockets, by far not all.
				sent = session.simulator.requests[0]?.eventsSent.length ?? count;
			},
		});
		expect(sent).toBeLessThan(count / 2);
		expect(length).toBe(content.length * count);
		expect(String(item.text)).toHaveLength(length);
	});

	it.each([
		['bytes one by one', { chunkSize: 1 }],
		['chunks of 7 bytes', { chunkSize: 7 }],
		['one chunk', { chunkSize: 1_000_000 }],
		['CR and LF', { lineEnd: '\r\n' as const }],
		['CR alone', { lineEnd: '\r' as const }],
		['comments', { comments: true }],
		['no indexes', { omitIndexes: true }],
		['no blank line at the end', { noFinalBlankLine: true }],
		['a slow start', { slowStart: 100 }],
		[
			'events that nobody knows',
			{ extraEvents: [{ type: 'conversation.mood.changed', mood: 'good' }, '[DONE]'] },
		],
	])('is whole with %s', async (_, fault) => {
		const text = 'Größe, 漢字 and 🦜';
		const plain = await stream({ ...start, text, ...tool('web_search') });
		session.simulator.faults.add(fault as Parameters<typeof session.simulator.faults.add>[0]);
		const { item, textOf } = await stream({ ...start, text, ...tool('web_search') });
		expect(item.text).toBe(plain.item.text);
		expect(item.references).toEqual(plain.item.references);
		expect(textOf(0)).toBe(item.text);
	});
});

describe('a stream that fails', () => {
	it('because of the request gives the words of the API', async () => {
		const { error, chunks } = await stream({
			...start,
			model: { __rl: true, mode: 'id', value: 'ministral-8b-latest' },
			...tool('web_search'),
		});
		const words = 'currently does not support builtin connectors';
		expect(error?.message).toContain(words);
		expect(error?.httpCode).toBe('400');
		expect(chunks.map(({ type }) => type)).toEqual(['begin', 'error']);
		expect(chunks[1]?.content).toContain(words);
	});

	it('because of an error event is an error, with what there is of the answer', async () => {
		const message = 'Response failed during handoff orchestration';
		const fault = { errorAfter: 4, error: { message, code: 3000 } };
		session.simulator.faults.add(fault);
		const failed = await stream();
		expect(failed.error?.message).toBe(message);
		expect(failed.error?.description).toContain('Look at the history');

		session.simulator.faults.add(fault);
		const { item, chunks, textOf } = await stream(start, { onError: 'continueRegularOutput' });
		expect(item).toEqual({
			error: message,
			code: 3000,
			conversationId: expect.stringMatching(/^conv_/),
			partialText: expect.any(String),
		});
		expect(textOf(0)).toBe(item.partialText);
		expect(chunks.at(-1)).toMatchObject({
			type: 'error',
			content: expect.stringContaining(message),
		});
	});

	it('closes the connection to the API at once when the user cancels', async () => {
		session.simulator.faults.add({ stallAfter: 3 });
		const cancel = new AbortController();
		const { run } = await stream(start, {
			signal: cancel.signal,
			onChunk: ({ type }) => {
				if (type === 'item') setTimeout(() => cancel.abort(), 50);
			},
		});
		expect(run.status).toBe('canceled');
		const [request] = session.simulator.requests;
		// The server hears of it a moment later.
		for (let waited = 0; !request?.closedByClient && waited < 5000; waited += 20) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		expect(request?.closedByClient).toBeDefined();
		expect(session.simulator.requests).toHaveLength(1);
	});

	it('of a conversation that is not stored is an error at once', async () => {
		session.simulator.faults.add({ cutAfter: 5 });
		const { error } = await stream({ ...start, options: { store: false } });
		expect(error?.message).toContain('The stream of the answer broke off');
		expect(session.simulator.requests).toHaveLength(1);
	});

	it('says so when there is no stream at all', async () => {
		session.simulator.faults.add({ status: 200, body: { outputs: [] } });
		const { error } = await stream();
		expect(error?.message).toContain('it is not a stream of events');
	});
});
