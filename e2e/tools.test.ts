import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { WorkflowFile } from '../scripts/examples';
import type { Execution } from '../scripts/n8n/api/execution';
import { useChatModel } from './chatModel';
import { Editor } from './editor';
import * as tools from './n8nTools';
import { stepsOf, streamedLines, textOf } from './streamedLines';
import { into, manualTrigger, node, withBelow } from './workflows';
import { nodeType, useWorld } from './world';

const world = useWorld();
const weather = tools.useWeatherService();
const chatModel = useChatModel();
let editor: Editor;
let stock: string;
let mcp: { id: string; url: string };
beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
	stock = await tools.importStock(world);
	mcp = await tools.importMcpServer(world);
});
afterAll(() => editor.close());

const importWorkflow = async (name: string, parts: Pick<WorkflowFile, 'nodes' | 'connections'>) =>
	await world.n8n.api.importWorkflow({ name, ...parts, settings: { executionOrder: 'v1' } });

/** Runs a workflow by the editor's button and gives that execution. */
async function runInEditor(id: string, end?: string): Promise<Execution> {
	await editor.openWorkflow(id);
	await editor.runWorkflow(end);
	const [latest] = await world.n8n.api.executions(id);
	return await world.n8n.api.waitForExecution(latest?.id ?? '');
}

/** Opens the logs below the canvas, on one of the steps. */
async function openLog(step: string): Promise<void> {
	// They stay open from one workflow to the next.
	const entry = editor.byId('logs-overview').getByText(step, { exact: true }).first();
	if (!(await entry.isVisible())) await editor.byId('logs-overview-header').click();
	await entry.click();
}

const outputOf = ({ data }: Execution, name: string): IDataObject | undefined =>
	data.resultData.runData[name]?.[0]?.data?.main?.[0]?.[0]?.json;

/** What the model was given for the calls of a conversation, by the function's name. */
function resultsIn(conversationId: unknown): Record<string, unknown[]> {
	const entries = world.simulator.state.conversations.get(String(conversationId))?.entries ?? [];
	const results: Record<string, unknown[]> = {};
	for (const call of entries) {
		if (call.type !== 'function.call') continue;
		const given = entries.flatMap((entry) =>
			entry.type === 'function.result' && entry.tool_call_id === call.tool_call_id
				? [entry.result]
				: [],
		);
		results[call.name] = [...(results[call.name] ?? []), ...given];
	}
	return results;
}

describe("n8n's own tools on Mistral Conversations", () => {
	/** One of each kind. */
	const connected = () => [
		tools.calculator(),
		tools.code('Shout', 'return query.toUpperCase()'),
		tools.httpRequest('Weather', `=${weather.url}?city={{ $fromAI('city', 'Name of the city') }}`),
		tools.workflow('Stock', stock, { article: "={{ $fromAI('article', 'Name of the article') }}" }),
		tools.mcpClient('MCP Client', mcp.url),
	];
	const callAll = [
		'How is it?',
		'/call Calculator {"input":"6*7"}',
		'/call Shout {"input":"moin"}',
		'/call Weather {"city":"Lyon"}',
		'/call Stock {"article":"tea"}',
		'/call MCP_Client_Fahrenheit {"celsius":20}',
	].join('\n');
	const runsOf = async (id: string) => (await world.n8n.api.executions(id)).length;

	it('run once for a call each, and the model has their results', async () => {
		const mistral = node('Mistral', nodeType, { text: callAll });
		const id = await importWorkflow('Tools', withBelow([manualTrigger, mistral], connected()));
		const execution = await runInEditor(id);
		expect(execution.status).toBe('success');
		const output = outputOf(execution, 'Mistral');
		expect(output).toMatchObject({
			status: 'completed',
			text: expect.stringContaining('Shout says: “MOIN”'),
		});
		expect(resultsIn(output?.conversationId)).toEqual({
			Calculator: ['42'],
			Shout: ['MOIN'],
			Weather: ['[{"sky":"clear over Lyon"}]'],
			Stock: [expect.stringContaining('"17 of tea"')],
			MCP_Client_Fahrenheit: ['[{"type":"text","text":"68"}]'],
		});
		for (const { name } of connected()) {
			expect(execution.data.resultData.runData[name]).toHaveLength(1);
		}
		expect(weather.asked).toEqual(['Lyon']);
		expect([await runsOf(stock), await runsOf(mcp.id)]).toEqual([1, 1]);
		await editor.keep('tools-canvas');
		await openLog('Weather');
		await editor.keep('tools-logs');
	});

	it('serve a chat, which hears of their results and of the answer', async () => {
		const chat = node(
			'Chat',
			'@n8n/n8n-nodes-langchain.chatTrigger',
			{ public: true, mode: 'webhook', options: { responseMode: 'streaming' } },
			{ typeVersion: 1.4, webhookId: 'chat-with-tools' },
		);
		const mistral = node('Mistral', nodeType, {
			operation: 'send',
			options: { streamSteps: true },
		});
		const id = await importWorkflow('Chat', withBelow([chat, mistral], [tools.calculator()]));
		await world.n8n.api.activate(id);
		const lines = await streamedLines(`${world.n8n.url}/webhook/chat-with-tools/chat`, {
			action: 'sendMessage',
			sessionId: 'tools',
			chatInput: '/call Calculator {"input":"6*7"}',
		});
		await world.n8n.api.deactivate(id);
		expect(lines.map(({ type }) => type).filter((type) => type !== 'item')).toEqual([
			'begin',
			'end',
		]);
		expect(stepsOf(lines)).toMatchObject([
			{ type: 'function.call', name: 'Calculator' },
			{ type: 'function.result', result: '42' },
		]);
		expect(textOf(lines)).toBe('Calculator says: “42”.');
	});

	it('are refused behind a review by a person, before anything is sent', async () => {
		const before = world.simulator.requests.length;
		const mistral = node('Mistral', nodeType, { text: 'How much is 6 * 7?' });
		const review = tools.review('Ask first');
		const calculator = { ...tools.calculator(), position: [240, 480] as [number, number] };
		const { nodes, connections } = withBelow([manualTrigger, mistral], [review]);
		const id = await importWorkflow('Review', {
			nodes: [...nodes, calculator],
			connections: { ...connections, ...into(review.name, [calculator], 'ai_tool') },
		});
		const { status, data } = await runInEditor(id, 'Human review works');
		expect(status).toBe('error');
		expect(data.resultData.error).toMatchObject({
			message: expect.stringMatching(
				/^n8n's Human review works with its AI Agent only.*"Calculator" \(behind "Ask first"\)/,
			),
			description: expect.stringContaining('Send and Wait for Response'),
		});
		expect(data.resultData.runData.Calculator).toBeUndefined();
		expect(world.simulator.requests).toHaveLength(before);
		await editor.keep('tools-review');
	});
});

describe("Mistral Conversations as a tool of n8n's AI Agent", () => {
	beforeAll(async () => {
		await world.n8n.api.createCredential('openAiApi', 'Chat model', {
			apiKey: 'any',
			url: chatModel.url,
		});
	});

	/** The agent lets n8n run its tools, or runs them itself. */
	it.each([3.1, 2.2])('answers what version %s of the agent asks', async (typeVersion) => {
		const agent = node(
			'AI Agent',
			'@n8n/n8n-nodes-langchain.agent',
			{ promptType: 'define', text: '/call {"Text":"How high is Mont Blanc?"}' },
			{ typeVersion },
		);
		const model = node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', {}, { typeVersion: 1.2 });
		const { nodes, connections } = withBelow(
			[manualTrigger, agent],
			[model, node('Ask Mistral', `${nodeType}Tool`)],
		);
		const id = await importWorkflow(`Agent ${typeVersion}`, {
			nodes,
			connections: { ...connections, ...into(agent.name, [model], 'ai_languageModel') },
		});
		const execution = await runInEditor(id);
		const [asked, answered] = chatModel.requests;
		expect(chatModel.requests).toHaveLength(2);
		expect(asked?.tools).toMatchObject([
			{
				function: {
					name: 'Ask_Mistral',
					description: expect.stringMatching(
						/^Start a conversation in Mistral\. Begin a conversation with .* Gives the answer as text/,
					),
					parameters: {
						properties: {
							Text: { type: 'string', description: expect.stringMatching(/^Question or task/) },
						},
						required: ['Text'],
					},
				},
			},
		]);
		expect(JSON.parse(String(answered?.messages.at(-1)?.content))).toMatchObject([
			{ status: 'completed', text: 'You said: “How high is Mont Blanc?”.' },
		]);
		expect(outputOf(execution, agent.name)?.output).toContain('How high is Mont Blanc?');
		expect(execution.data.resultData.runData['Ask Mistral']).toHaveLength(1);
		await openLog('Ask Mistral');
		await editor.keep(`tools-agent-${typeVersion}`);
	});

	it("is added in the editor with a text that the agent's model writes", async () => {
		const agent = node('AI Agent', '@n8n/n8n-nodes-langchain.agent', {}, { typeVersion: 3.1 });
		const id = await importWorkflow(
			'New tool',
			withBelow([manualTrigger, agent], [node('Ask Mistral', `${nodeType}Tool`)]),
		);
		await editor.openWorkflow(id);
		await editor.openNode('Ask Mistral');
		await editor.page.getByText('Defined automatically by the').first().waitFor();
		await editor.keep('tools-agent-panel');
	});
});
