import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useSimulator } from '../simulator/useSimulator';
import { nodeAsTool } from './toolNodes';
import { credentialFor, runConversations } from './workflow';

const session = useSimulator();

/** A conversation whose model has our node as its tool, and calls it with these arguments. */
async function called(parameters: INodeParameters, args: object) {
	const tool = nodeAsTool(
		'Ask Expert',
		'n8n-nodes-mistral-agents.mistralConversations',
		1,
		parameters,
	);
	const { outputs, error } = await runConversations(
		credentialFor(session.simulator),
		{ operation: 'start', text: `/call Ask_Expert ${JSON.stringify(args)}` },
		{ tools: [tool] },
	);
	expect(error).toBeUndefined();
	const append = session.simulator.requests.at(-1)?.body as { inputs: IDataObject[] };
	return { reply: outputs[0]?.[0], result: String(append.inputs[0]?.result) };
}

describe('Mistral Conversations as a tool', () => {
	it('starts a conversation with what the model says, and gives its answer back', async () => {
		const { reply, result } = await called(
			{
				resource: 'conversation',
				operation: 'start',
				text: "={{ $fromAI('question', 'What to ask') }}",
			},
			{ question: 'How high is Mont Blanc?' },
		);
		expect(JSON.parse(result)).toEqual([
			expect.objectContaining({
				status: 'completed',
				text: expect.stringContaining('How high is Mont Blanc?'),
			}),
		]);
		expect(reply).toMatchObject({ status: 'completed' });
		// The outer start, the inner one, the append of its answer.
		expect(session.simulator.requests.map(({ body }) => (body as IDataObject).inputs)).toEqual([
			expect.stringContaining('/call'),
			'How high is Mont Blanc?',
			expect.any(Array),
		]);
	});

	it('has no tools itself, and goes on in a conversation without asking for them', async () => {
		const { conversation_id: id } = await session.start('Hello');
		const { result } = await called(
			{
				resource: 'conversation',
				operation: 'append',
				conversationId: { __rl: true, mode: 'id', value: id },
				text: "={{ $fromAI('question', 'What to ask') }}",
			},
			{ question: 'And now?' },
		);
		expect(JSON.parse(result)).toMatchObject([{ conversationId: id, status: 'completed' }]);
	});

	it('submits the results that the model gives', async () => {
		const open = await session.start('/call get_sun {}');
		const [{ tool_call_id: toolCallId }] = open.outputs as unknown as [IDataObject];
		const { result } = await called(
			{
				resource: 'toolCall',
				operation: 'submitResults',
				conversationId: { __rl: true, mode: 'id', value: open.conversation_id },
				toolCallId: "={{ $fromAI('call', 'ID of the call') }}",
				result: "={{ $fromAI('result', 'What it came to') }}",
			},
			{ call: toolCallId, result: '12 h' },
		);
		expect(JSON.parse(result)).toMatchObject([
			{ status: 'completed', text: expect.stringContaining('12 h') },
		]);
	});
});

describe('what the model of an agent is told of a node that is its tool', () => {
	/** As n8n makes the tool's description, of a node whose parameters were left as they are. */
	const toldOf = async (node: string, parameters: INodeParameters) => {
		const tool = nodeAsTool('Tool', `n8n-nodes-mistral-agents.${node}`, 1, parameters);
		await runConversations(
			credentialFor(session.simulator),
			{ operation: 'start', text: 'Hello' },
			{ tools: [tool] },
		);
		const { tools } = session.simulator.requests.at(-1)?.body as { tools: IDataObject[] };
		return tools[0]?.function as IDataObject;
	};

	it('is what it does and gives, and what to say to it', async () => {
		const conversation = { resource: 'conversation', operation: 'start' };
		expect(await toldOf('mistralConversations', conversation)).toMatchObject({
			description: expect.stringMatching(
				/^Start a conversation in Mistral\. Begin a conversation with .* Gives the answer as text and the conversationId/,
			),
			parameters: {
				properties: { Text: { type: 'string', description: expect.stringMatching(/^Question/) } },
				required: ['Text'],
			},
		});
	});

	it.each([
		['mistralLibraries', 'document', 'getText', 'Get the text that Mistral has read in a document'],
		['mistralAgents', 'version', 'getAll', 'List the versions of an agent, each as the whole'],
	])('is that of the chosen operation: %s %s %s', async (node, resource, operation, words) => {
		const { description } = await toldOf(node, { resource, operation });
		expect(description).toContain(words);
	});

	it('is what the user writes instead', async () => {
		const written = { toolDescription: 'Knows all about the Alps' };
		const { description } = await toldOf('mistralConversations', written);
		expect(description).toBe('Knows all about the Alps');
	});
});
