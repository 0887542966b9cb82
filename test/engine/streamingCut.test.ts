import { describe, expect, it } from '@jest/globals';
import type { INodeParameters, StructuredChunk } from 'n8n-workflow';

import type { Fault } from '../../simulator/faults';
import { friendly, pessimistic } from '../../simulator/settings';
import { useSimulator } from '../simulator/useSimulator';
import { fasterPauses } from './fasterPauses';
import { credentialFor, runConversations } from './workflow';

const start = { operation: 'start', text: 'Tell me a story' };
const withCode = { ...start, tools: { values: [{ type: 'code_interpreter' }] } };

describe.each([
	['in its favour', friendly],
	['against it', pessimistic],
])('a stream that is cut, with all that is open %s,', (_, settings) => {
	const session = useSimulator(settings);
	fasterPauses();

	/** Runs the node in an execution that streams. */
	async function stream(parameters: INodeParameters = start) {
		const chunks: StructuredChunk[] = [];
		const { outputs, error } = await runConversations(
			credentialFor(session.simulator),
			parameters,
			{ onChunk: (chunk) => void chunks.push(chunk), onError: 'continueRegularOutput' },
		);
		const text = chunks.flatMap(({ type, content }) => (type === 'item' ? content : [])).join('');
		return { item: outputs[0]?.[0] ?? {}, error, text, chunks };
	}

	/** Appends to a conversation that one answer has been given in. */
	async function append(text: string, fault: Fault, { first = text, options = {} } = {}) {
		const { item } = await stream({ ...start, text: first });
		session.simulator.faults.add(fault);
		const conversationId = { __rl: true, mode: 'id', value: String(item.conversationId) };
		const appended = await stream({ operation: 'append', conversationId, text, options });
		return { ...appended, older: item };
	}

	it.each<[string, Fault]>([
		['was cut', { cutAfter: 5 }],
		[
			'was cut in the middle of an answer that goes on',
			{ cutAfter: 5, afterCut: { finishAfter: 500 } },
		],
		['ended too early', { endAfter: 5 }],
		['went silent', { stallAfter: 5, afterCut: 'finish' }],
		['was cut before the first word', { cutAfter: 1 }],
		['brought something that is no JSON', { insert: { after: 5, events: ['bye'] } }],
		['brought it in one piece', { insert: { after: 5, events: ['bye'] }, chunkSize: 1_000_000 }],
	])('because it %s is completed from the history, nothing doubled', async (__, fault) => {
		const plain = await stream();
		session.simulator.faults.add({ afterCut: 'finish', ...fault });
		const { item, text, chunks } = await stream({ ...start, options: { idleTimeout: 1000 } });
		expect(item).toMatchObject({
			text: plain.item.text,
			status: 'completed',
			reconciled: true,
			usage: null,
		});
		expect(text).toBe(item.text);
		expect(chunks.at(-1)?.type).toBe('end');
		const posts = session.simulator.requests.filter(({ method }) => method === 'POST');
		expect(posts).toHaveLength(2);
	});

	it('is completed with what a tool and a second message bring later', async () => {
		const plain = await stream(withCode);
		session.simulator.faults.add({ cutAfter: 4 });
		const text = `${start.text}\n/work 500`;
		const { item, text: streamed } = await stream({ ...withCode, text });
		expect(item.toolExecutions).toHaveLength(1);
		expect(String(item.text).split('\n\n').length).toBe(
			String(plain.item.text).split('\n\n').length,
		);
		expect(streamed).toBe(item.text);
	});

	it('gives the answer to what was appended, not the one before', async () => {
		const fault: Fault = { cutAfter: 1, afterCut: { finishAfter: 2500 } };
		const { item, older } = await append('And then?', fault, { first: 'Hello' });
		expect(item).toMatchObject({ reconciled: true, text: expect.stringContaining('And then?') });
		expect(item.text).not.toBe(older.text);
	});

	it('never gives the older answer when the same was said before', async () => {
		const { item, older } = await append('continue', { cutAfter: 1, afterCut: 'lost' });
		expect(item).toEqual({
			error: expect.stringContaining('broke off'),
			conversationId: older.conversationId,
		});
	});

	it('is told by what was seen when the same was said before', async () => {
		const { item, text, older } = await append('continue', { cutAfter: 4, afterCut: 'finish' });
		expect(item).toMatchObject({ reconciled: true, conversationId: older.conversationId });
		expect(text).toBe(item.text);
	});

	it('ends with its last event, whatever comes after it', async () => {
		const fault = {
			insert: { after: Infinity, events: ['bye', { type: 'conversation.response.error' }] },
		};
		for (const chunkSize of [undefined, 1_000_000]) {
			session.simulator.faults.add({ ...fault, ...(chunkSize && { chunkSize }) });
			const { item } = await stream();
			expect(item).toMatchObject({ status: 'completed', usage: expect.anything() });
			expect(item.reconciled).toBeUndefined();
		}
	});

	it('is an error with what came in the piece that broke it', async () => {
		session.simulator.faults.add({
			chunkSize: 1_000_000,
			insert: { after: 3, events: ['bye'] },
		});
		const { item, text } = await stream({ ...start, options: { store: false } });
		expect(item).toMatchObject({
			error: 'The stream of the answer broke off: an event was not understood',
			conversationId: expect.stringMatching(/^conv_/),
		});
		expect(item.partialText).not.toBe('');
		expect(text).toBe(item.partialText);
	});
});
