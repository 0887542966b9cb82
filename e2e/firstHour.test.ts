import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { Editor } from './editor';
import { triggerType } from './triggered';
import { importChain, manualTrigger, node } from './workflows';
import { librariesType, nodeType, useWorld } from './world';

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
});
afterAll(() => editor.close());

const conversations = (name: string, parameters: INodeParameters) =>
	node(name, nodeType, parameters);

/** A function of the user's own, which the simulator's model calls. */
const weatherTool = {
	values: [
		{
			type: 'function',
			name: 'get_weather',
			description: 'Tells the weather',
			parameters: '{ "type": "object", "properties": { "city": { "type": "string" } } }',
		},
	],
};

/** Opens the node panel of a new workflow and types into its search. */
async function searchPanel(text: string) {
	await editor.openWorkflow('new');
	await editor.byId('canvas-plus-button').click();
	await editor.byId('node-creator-search-bar').fill(text);
	return editor.byId('node-creator-item-name');
}

/** Runs Manual Trigger → one node from its button and gives what its output panel says. */
async function runInEditor(name: string, type: string, parameters: INodeParameters) {
	const id = await importChain(world, name, manualTrigger, node(name, type, parameters));
	await editor.openWorkflow(id);
	await editor.openNode(name);
	await editor.byId('node-execute-button').click();
	return editor.byId('output-panel');
}

describe('in the first hour with the package', () => {
	it.each(['mistral', 'chat', 'library', 'rag'])(
		'"%s" finds it in the node panel',
		async (text) => {
			const found = await searchPanel(text);
			await found.filter({ hasText: 'Mistral' }).first().waitFor();
			await editor.keep(`panel-${text}`);
			const names = (await found.allInnerTexts()).map((name) => name.trim());
			expect(names).toEqual(
				expect.arrayContaining([
					text === 'library' ? 'Mistral Libraries' : expect.stringMatching(/^Mistral /),
				]),
			);
		},
	);

	it('Start from the panel says what is to be filled in, and then answers', async () => {
		const found = await searchPanel('mistral conversations');
		await found.filter({ hasText: 'Mistral Conversations' }).click();
		await editor.page.getByText('Start a conversation', { exact: true }).click();
		const text = editor.byId('parameter-input-text').locator('textarea');
		expect(await text.inputValue()).toBe('');
		expect(await text.getAttribute('placeholder')).toContain('e.g.');
		await editor.keep('first-click');
		await editor.byId('node-execute-button').click();
		const output = editor.byId('output-panel');
		// n8n itself says so before anything runs.
		await editor.page.getByRole('alert').filter({ hasText: 'Text' }).waitFor();
		await editor.keep('first-click-empty');
		await text.fill('Tell me about the sea');
		await editor.byId('node-execute-button').click();
		await output.getByText('completed').first().waitFor();
		await editor.keep('first-answer');
	});

	it('the arguments of a function call are read with an expression', async () => {
		const id = await importChain(
			world,
			'Arguments',
			manualTrigger,
			conversations('Ask', { text: '/call get_weather {"city":"Paris"}', tools: weatherTool }),
			node(
				'City',
				'n8n-nodes-base.set',
				{
					assignments: {
						assignments: [
							{
								id: 'city',
								name: 'city',
								type: 'string',
								value: '={{ $json.functionCalls[0].args.city }}',
							},
						],
					},
				},
				{ typeVersion: 3.4 },
			),
		);
		const { data } = await world.n8n.api.waitForExecution(await world.n8n.api.run(id));
		const items = data.resultData.runData.City?.[0]?.data?.main?.[0];
		expect(items?.[0]?.json).toEqual({ city: 'Paris' });
		await editor.openWorkflow(id);
		await editor.runWorkflow();
		await editor.openNode('City');
		await editor.keep('arguments');
	});

	it('a restart of a conversation without anything appended is told as what it is', async () => {
		const [conversation] = world.simulator.state.conversations.values();
		const output = await runInEditor('Restart', nodeType, {
			operation: 'restart',
			conversationId: { __rl: true, mode: 'id', value: String(conversation?.id) },
			fromEntryId: { __rl: true, mode: 'id', value: 'e0000000000000000000000000000001' },
			text: 'Go',
		});
		await output.getByText('can be restarted only if something was appended').first().waitFor();
		await editor.keep('restart-refused');
		expect(await output.innerText()).not.toContain('function calls');
	});

	it('results of functions in another shape are told in one sentence', async () => {
		const output = await runInEditor('Append', nodeType, {
			operation: 'append',
			conversationId: { __rl: true, mode: 'id', value: 'conv_1' },
			inputType: 'json',
			inputs: '[{ "type": "function.result", "result": { "sky": "clear" } }]',
		});
		await output.getByText('does not say which call it is for').first().waitFor();
		await editor.keep('results-shape');
	});

	it('nodes on the canvas say what they do', async () => {
		const id = await importChain(
			world,
			'Subtitles',
			manualTrigger,
			conversations('Mistral Conversations', { operation: 'append' }),
			conversations('History', { operation: 'getHistory' }),
			node('Documents', librariesType, { operation: 'getAll' }),
		);
		await editor.openWorkflow(id);
		await editor.byId('canvas-node').filter({ hasText: 'Append to a conversation' }).waitFor();
		await editor.keep('subtitles');
	});

	it('the trigger asks for its prompt before what it gives, and has one action', async () => {
		const found = await searchPanel('mistral trigger');
		await editor.keep('trigger-found');
		expect(await found.filter({ hasText: 'event' }).count()).toBe(0);
		const id = await importChain(world, 'Trigger', node('Trigger', triggerType));
		await editor.openWorkflow(id);
		await editor.openNode('Trigger');
		const [prompt, emit] = await Promise.all(
			['text', 'emit'].map((name) => editor.byId(`parameter-input-${name}`).boundingBox()),
		);
		expect(prompt?.y).toBeLessThan(Number(emit?.y));
		await editor.keep('trigger-order');
	});

	it('a list of documents is narrow enough to be read', async () => {
		const { libraries } = world.simulator.state;
		const [handbook] = libraries.list().filter(({ name }) => name === 'Company handbook');
		const output = await runInEditor('Documents', librariesType, {
			operation: 'getAll',
			libraryId: { __rl: true, mode: 'id', value: String(handbook?.id) },
		});
		await output.getByText('Travel.txt').first().waitFor();
		await editor.keep('documents');
	});

	it('a built-in tool opens with its kind alone', async () => {
		const id = await importChain(world, 'Tools', manualTrigger, conversations('Ask', {}));
		await editor.openWorkflow(id);
		await editor.openNode('Ask');
		await editor.page.getByText('Add Tool', { exact: true }).click();
		const tools = editor.byId('fixed-collection-tools');
		await tools.locator('[data-test-id="collection-parameter-add"]').scrollIntoViewIfNeeded();
		await editor.keep('tool-added');
		expect(await tools.innerText()).not.toContain('Exclude');
	});

	it('the next node shows the fields of an answer before anything ran', async () => {
		const id = await importChain(
			world,
			'Fields',
			manualTrigger,
			conversations('Ask', { text: 'Tell me about the sea' }),
			node('Use', 'n8n-nodes-base.set', {}, { typeVersion: 3.4 }),
		);
		await editor.openWorkflow(id);
		await editor.openNode('Use');
		await editor.byId('ndv-input-panel').getByText('conversationId').first().waitFor();
		await editor.keep('fields-before-run');
	});
});
