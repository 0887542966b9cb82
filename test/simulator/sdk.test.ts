import { describe, expect, test } from '@jest/globals';
import { Mistral } from '@mistralai/mistralai';

import { handbookId } from './seededLibrary';
import { useSimulator } from './useSimulator';

const session = useSimulator();

function client(): Mistral {
	const { url, apiKey } = session.simulator;
	return new Mistral({ apiKey, serverURL: url });
}

const model = 'mistral-medium-latest';
const weather = {
	type: 'function' as const,
	function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
};

describe('the official SDK', () => {
	test('lists models', async () => {
		const { data = [] } = await client().models.list();
		expect(data.length).toBeGreaterThanOrEqual(12);
		expect(data.map(({ type }) => type)).toContain('fine-tuned');
	});

	test('starts, appends, restarts, reads and deletes a conversation', async () => {
		const { conversations } = client().beta;
		const first = await conversations.start({ model, inputs: 'Hello', metadata: { a: 1 } });
		const { conversationId } = first;
		const second = await conversations.append({
			conversationId,
			conversationAppendRequest: { inputs: 'More' },
		});
		expect(second).toMatchObject({ conversationId, usage: { connectors: null } });
		const [entry] = first.outputs;
		const restarted = await conversations.restart({
			conversationId,
			conversationRestartRequest: {
				fromEntryId: (entry && 'id' in entry && entry.id) || '',
				inputs: 'Else',
			},
		});
		expect(restarted.conversationId).not.toBe(conversationId);
		expect(await conversations.get({ conversationId })).toMatchObject({
			id: conversationId,
			model,
		});
		const history = await conversations.getHistory({ conversationId });
		expect(history.entries).toHaveLength(4);
		const messages = await conversations.getMessages({ conversationId });
		expect(messages.messages).toHaveLength(4);
		expect(await conversations.list({ metadata: { a: 1 } })).toHaveLength(2);
		await conversations.delete({ conversationId });
		expect(await conversations.list({ pageSize: 10 })).toHaveLength(1);
	});

	test.each([
		[{ type: 'web_search' as const }],
		[{ type: 'web_search_premium' as const }],
		[{ type: 'code_interpreter' as const }],
		[{ type: 'image_generation' as const }],
		[{ type: 'document_library' as const, libraryIds: [handbookId] }],
		[{ type: 'connector' as const, connectorId: 'gmail' }],
	])('uses the tool %j', async (tool) => {
		const { outputs } = await client().beta.conversations.start({
			model,
			inputs: 'Hello',
			tools: [tool],
		});
		expect(outputs.map(({ type }) => type)).toContain('tool.execution');
	});

	test('gets functions called and their results quoted', async () => {
		const { conversations } = client().beta;
		const { conversationId, outputs } = await conversations.start({
			model,
			inputs: 'get_weather',
			tools: [weather],
		});
		const [call] = outputs;
		if (call?.type !== 'function.call') throw new Error('A function was to be called');
		const final = await conversations.append({
			conversationId,
			conversationAppendRequest: {
				inputs: [{ type: 'function.result', toolCallId: call.toolCallId, result: 'sunny' }],
			},
		});
		expect(final.outputs).toMatchObject([{ content: 'get_weather says: “sunny”.' }]);
	});

	test('confirms calls', async () => {
		const { conversations } = client().beta;
		const { conversationId, outputs } = await conversations.start({
			model,
			inputs: 'Hello',
			tools: [
				{
					type: 'connector',
					connectorId: 'gmail',
					toolConfiguration: { requiresConfirmation: ['gmail_search'] },
				},
			],
		});
		const [call] = outputs;
		if (call?.type !== 'function.call') throw new Error('A call was to be pending');
		expect(call.confirmationStatus).toBe('pending');
		const final = await conversations.append({
			conversationId,
			conversationAppendRequest: {
				toolConfirmations: [{ toolCallId: call.toolCallId, confirmation: 'allow' }],
			},
		});
		expect(final.outputs.map(({ type }) => type)).toEqual(['tool.execution', 'message.output']);
	});

	test('reads agents and talks to them, handoffs included', async () => {
		const { agents, conversations } = client().beta;
		const [receptionist] = await agents.list({ name: 'Receptionist' });
		const agentId = receptionist?.id ?? '';
		expect(await agents.get({ agentId, agentVersion: 0 })).toMatchObject({ id: agentId });
		const names: string[] = [];
		for await (const page of await agents.listPages({ pageSize: 2 })) {
			names.push(...page.result.data.map(({ name }) => name));
		}
		expect(names).toHaveLength(4);
		const { conversationId, outputs } = await conversations.start({
			agentId,
			inputs: 'Please hand over',
		});
		expect(outputs.map(({ type }) => type)).toContain('agent.handoff');
		expect(await conversations.get({ conversationId })).toMatchObject({ agentId, agentVersion: 0 });
	});

	test('understands answers with thinking and with JSON', async () => {
		const { conversations } = client().beta;
		const { outputs } = await conversations.start({
			model,
			inputs: 'JSON please',
			completionArgs: { reasoningEffort: 'high', responseFormat: { type: 'json_object' } },
		});
		expect(outputs).toMatchObject([{ content: [{ type: 'thinking' }, { type: 'text' }] }]);
	});

	test('reports refusals', async () => {
		const { conversations } = client().beta;
		await expect(conversations.start({ model: 'mistral-huge', inputs: 'x' })).rejects.toMatchObject(
			{
				statusCode: 400,
			},
		);
		await expect(conversations.start({ inputs: 'x' })).rejects.toMatchObject({
			statusCode: 422,
			detail: expect.arrayContaining([
				expect.objectContaining({ type: 'missing', msg: 'Field required' }),
			]),
		});
	});
});
