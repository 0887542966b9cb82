import { describe, expect, it } from '@jest/globals';
import type { StructuredChunk } from 'n8n-workflow';

import { friendly, pessimistic } from '../../simulator/settings';
import { useSimulator } from '../simulator/useSimulator';
import { fasterPauses } from './fasterPauses';
import { credentialFor, runConversations } from './workflow';

const start = { operation: 'start', text: 'Tell me a story' };

describe.each([
	['in its favour', friendly],
	['against it', pessimistic],
])('a streamed answer, with all that is open %s,', (_, settings) => {
	const session = useSimulator(settings);
	fasterPauses();

	async function stream(more = {}) {
		const chunks: StructuredChunk[] = [];
		const parameters = { ...start, ...more };
		const run = await runConversations(credentialFor(session.simulator), parameters, {
			onChunk: (chunk) => void chunks.push(chunk),
		});
		const text = chunks.flatMap(({ type, content }) => (type === 'item' ? content : [])).join('');
		return { ...run, item: run.outputs[0]?.[0] ?? {}, text };
	}

	it('ends with the status and what came when the body of an error stalls', async () => {
		session.simulator.faults.add({
			status: 422,
			body: `The text is too long${' '.repeat(30)}`,
			stallBody: Infinity,
		});
		const { error } = await stream();
		expect(error).toMatchObject({ httpCode: '422', message: 'The text is too long' });
	});

	it.each([
		['JSON', { outputs: [] }, undefined],
		['a page', '<html>Sign in</html>', 'text/html'],
	])('may have been carried out when %s comes in its place', async (__, body, contentType) => {
		session.simulator.faults.add({ status: 200, body, contentType });
		const { error } = await stream();
		expect(error?.message).toContain('it is not a stream of events');
		expect(error?.description).toContain('Mistral may have carried the request out');
		expect(session.simulator.requests).toHaveLength(1);
	});

	it('reaches the caller in the order of the output when messages come mixed', async () => {
		const code = { tools: { values: [{ type: 'code_interpreter' }] } };
		const plain = await stream(code);
		session.simulator.faults.add({ interleave: true });
		const { item, text } = await stream(code);
		expect(item.text).toBe(plain.item.text);
		expect(text).toBe(item.text);
	});

	it('does not stumble over content that says nothing', async () => {
		const delta = { type: 'message.output.delta', id: 'msg_1', output_index: 0 };
		const contents = [null, { type: 'text' }, { type: 'thinking', thinking: null }, 'Hi'];
		session.simulator.faults.add({
			events: [
				'null',
				{ type: 'conversation.response.started', conversation_id: 'conv_1' },
				...contents.map((content) => ({ ...delta, content })),
				{ type: 'conversation.response.done', usage: null },
			],
		});
		const { item, text } = await stream();
		expect(item).toMatchObject({ text: 'Hi', status: 'completed' });
		expect(text).toBe('Hi');
	});
});
