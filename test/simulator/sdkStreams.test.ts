import { describe, expect, test } from '@jest/globals';
import { Mistral } from '@mistralai/mistralai';
import type {
	CompletionArgs,
	ConversationEvents,
	ConversationRequestTool,
	ConversationResponse,
} from '@mistralai/mistralai/models/components';

import { handbookId } from './seededLibrary';
import { useSimulator, type Session } from './useSimulator';

/** Two simulators that answer the same requests with the same ids. */
const session = useSimulator();
const twin = useSimulator();

const conversationsOf = ({ simulator: { url, apiKey } }: Session) =>
	new Mistral({ apiKey, serverURL: url }).beta.conversations;

const model = 'mistral-medium-latest';

async function eventsOf(
	stream: Promise<AsyncIterable<ConversationEvents>>,
): Promise<ConversationEvents[]> {
	const events: ConversationEvents[] = [];
	for await (const event of await stream) {
		expect(event.event).toBe(event.data.type);
		events.push(event);
	}
	return events;
}

/** What one output says, whatever its kind: its text, its thoughts, its arguments and so on. */
type Said = Record<string, string>;

/** The outputs that events make up, by id. */
function saidInStream(events: ConversationEvents[]): Record<string, Said> {
	const outputs: Record<string, Said> = {};
	for (const { data } of events) {
		if (!('id' in data)) continue;
		const said = (outputs[data.id] ??= {});
		if (data.type === 'message.output.delta') say(said, data.content);
		if ('arguments' in data) add(said, 'arguments', data.arguments);
		if ('toolCallId' in data) said.toolCallId = data.toolCallId;
		if ('confirmationStatus' in data) said.status = String(data.confirmationStatus);
		if ('info' in data) said.info = JSON.stringify(data.info);
		if ('nextAgentId' in data) said.next = data.nextAgentId;
	}
	return outputs;
}

function saidAtOnce({ outputs }: ConversationResponse): Record<string, Said> {
	const all = outputs.map((output): [string, Said] => {
		const said: Said = {};
		if (output.type === 'message.output') say(said, output.content);
		if ('arguments' in output) add(said, 'arguments', String(output.arguments));
		if ('toolCallId' in output) said.toolCallId = output.toolCallId;
		if ('confirmationStatus' in output) said.status = String(output.confirmationStatus);
		if ('info' in output) said.info = JSON.stringify(output.info);
		if ('nextAgentId' in output) said.next = output.nextAgentId;
		return ['id' in output ? String(output.id) : '', said];
	});
	return Object.fromEntries(all);
}

type Chunk = { type?: string; text?: string; thinking?: Chunk[] };

function say(said: Said, content: string | Chunk | Chunk[]): void {
	for (const chunk of [content].flat()) {
		if (typeof chunk === 'string') add(said, 'text', chunk);
		else if (chunk.type === 'text') add(said, 'text', chunk.text ?? '');
		else if (chunk.thinking) chunk.thinking.forEach(({ text }) => add(said, 'thought', text ?? ''));
		else add(said, 'chunks', JSON.stringify(chunk));
	}
}

function add(said: Said, name: string, value: string): void {
	said[name] = (said[name] ?? '') + value;
}

describe('the official SDK reads the stream of', () => {
	interface Kind {
		inputs?: string;
		tools?: ConversationRequestTool[];
		completionArgs?: CompletionArgs;
	}

	test.each<[string, Kind]>([
		['a plain answer', {}],
		['web_search', { tools: [{ type: 'web_search' }] }],
		['web_search_premium', { tools: [{ type: 'web_search_premium' }] }],
		['code_interpreter', { tools: [{ type: 'code_interpreter' }] }],
		['image_generation', { tools: [{ type: 'image_generation' }] }],
		['document_library', { tools: [{ type: 'document_library', libraryIds: [handbookId] }] }],
		['connector', { tools: [{ type: 'connector', connectorId: 'gmail' }] }],
		['thinking', { completionArgs: { reasoningEffort: 'high' } }],
		[
			'JSON',
			{ inputs: 'JSON please', completionArgs: { responseFormat: { type: 'json_object' } } },
		],
	])('%s', async (_kind, fields) => {
		const request = { model, inputs: 'Hello there', ...fields };
		const events = await eventsOf(conversationsOf(session).startStream(request));
		const whole = await conversationsOf(twin).start(request);
		expect(saidInStream(events)).toEqual(saidAtOnce(whole));
		expect(events[0]?.data).toMatchObject({ conversationId: whole.conversationId });
		expect(events.at(-1)?.data).toMatchObject({ usage: whole.usage });
	});

	test('a function call, its results and a restart', async () => {
		const request = {
			model,
			inputs: 'get_weather',
			tools: [
				{
					type: 'function' as const,
					function: {
						name: 'get_weather',
						parameters: { type: 'object', properties: { city: { type: 'string' } } },
					},
				},
			],
		};
		const events = await eventsOf(conversationsOf(session).startStream(request));
		const { conversationId, ...whole } = await conversationsOf(twin).start(request);
		const calls = saidInStream(events);
		expect(calls).toEqual(saidAtOnce({ ...whole, conversationId }));
		const inputs = Object.values(calls).map(({ toolCallId = '' }) => {
			return { type: 'function.result' as const, toolCallId, result: 'sunny' };
		});
		const append = { conversationId, conversationAppendRequest: { inputs } };
		const answered = await conversationsOf(twin).append(append);
		const appended = await eventsOf(
			conversationsOf(session).appendStream({
				conversationId,
				conversationAppendStreamRequest: { inputs },
			}),
		);
		expect(saidInStream(appended)).toEqual(saidAtOnce(answered));
		const restart = { fromEntryId: Object.keys(saidAtOnce(answered))[0] ?? '', inputs: 'Again' };
		const again = await conversationsOf(twin).restart({
			conversationId,
			conversationRestartRequest: restart,
		});
		const restarted = await eventsOf(
			conversationsOf(session).restartStream({
				conversationId,
				conversationRestartStreamRequest: restart,
			}),
		);
		expect(saidInStream(restarted)).toEqual(saidAtOnce(again));
		expect(restarted[0]?.data).toMatchObject({ conversationId: again.conversationId });
	});

	test('a pending call and its confirmation', async () => {
		const request = {
			model,
			inputs: 'Hello',
			tools: [
				{
					type: 'connector' as const,
					connectorId: 'gmail',
					toolConfiguration: { requiresConfirmation: ['gmail_search'] },
				},
			],
		};
		const pending = saidInStream(await eventsOf(conversationsOf(session).startStream(request)));
		const { conversationId, ...whole } = await conversationsOf(twin).start(request);
		expect(pending).toEqual(saidAtOnce({ ...whole, conversationId }));
		const [call] = Object.values(pending);
		expect(call?.status).toBe('pending');
		const toolConfirmations = [
			{ toolCallId: call?.toolCallId ?? '', confirmation: 'allow' as const },
		];
		const confirmed = await eventsOf(
			conversationsOf(session).appendStream({
				conversationId,
				conversationAppendStreamRequest: { toolConfirmations },
			}),
		);
		const answered = await conversationsOf(twin).append({
			conversationId,
			conversationAppendRequest: { toolConfirmations },
		});
		expect(saidInStream(confirmed)).toEqual(saidAtOnce(answered));
	});

	test('a handoff', async () => {
		const agents = session.simulator.state.agents.list();
		const agentId = agents.find(({ name }) => name === 'Receptionist')?.id ?? '';
		const request = { agentId, inputs: 'Please hand over' };
		const events = await eventsOf(conversationsOf(session).startStream(request));
		expect(events.map(({ event }) => event)).toEqual(
			expect.arrayContaining(['agent.handoff.started', 'agent.handoff.done']),
		);
		expect(saidInStream(events)).toEqual(saidAtOnce(await conversationsOf(twin).start(request)));
	});

	test('an answer that fails on the way', async () => {
		session.simulator.faults.add({ errorAfter: 2, error: { message: 'Overloaded', code: 3505 } });
		const events = await eventsOf(conversationsOf(session).startStream({ model, inputs: 'Hello' }));
		expect(events).toMatchObject([
			{},
			{},
			{ event: 'conversation.response.error', data: { message: 'Overloaded', code: 3505 } },
		]);
	});
});

test('the official SDK reports the refusal of a stream', async () => {
	const refused = conversationsOf(session).startStream({ model: 'mistral-huge', inputs: 'x' });
	await expect(refused).rejects.toMatchObject({ statusCode: 400 });
});
