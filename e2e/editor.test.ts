import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { conversation } from '../nodes/MistralConversations/resources/conversation';
import { readExample } from '../scripts/examples';
import { Editor } from './editor';
import { useWorld } from './world';

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
});
afterAll(() => editor.close());

const importExample = (file: string) => world.n8n.api.importWorkflow(readExample(file));

describe('in the editor', () => {
	it('the node is found in the node panel with all its actions', async () => {
		await editor.openWorkflow('new');
		await editor.byId('canvas-plus-button').click();
		await editor.byId('node-creator-search-bar').fill('mistral conv');
		const names = editor.byId('node-creator-item-name');
		await names.filter({ hasText: 'Mistral Conversations' }).waitFor();
		await editor.keep('node-panel');
		await names.filter({ hasText: 'Mistral Conversations' }).click();
		const start = editor.page.getByText('Start a conversation', { exact: true });
		await start.waitFor();
		await editor.keep('node-actions');
		for (const { action } of conversation.operations) {
			expect(await names.filter({ hasText: new RegExp(`^\\s*${action}\\s*$`) }).count()).toBe(1);
		}
		await start.click();
		await editor.byId('node-parameters').waitFor();
		await editor.keep('new-node');
	});

	it('the trigger is found in the node panel and shows its parameters', async () => {
		await editor.openWorkflow('new');
		await editor.byId('canvas-plus-button').click();
		await editor.byId('node-creator-search-bar').fill('mistral trigger');
		const found = editor
			.byId('node-creator-item-name')
			.filter({ hasText: /^\s*Mistral Trigger\s*$/ });
		await found.waitFor();
		await editor.keep('trigger-panel');
		await found.click();
		await editor.page.getByText('Add to workflow').click();
		for (const name of ['runOn', 'mode', 'target', 'model', 'text', 'emit']) {
			await editor.byId(`parameter-input-${name}`).waitFor();
		}
		await editor.keep('new-trigger');
	});

	it('the trigger gives the whole answer of a manual run', async () => {
		await editor.openWorkflow(await importExample('watch-an-agent.json'));
		await editor.keep('trigger-workflow');
		await editor.openNode('Steps of the agent');
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('conversation.response.done').first().waitFor();
		await editor.keep('trigger-run');
	});

	it('the example runs from its button', async () => {
		await editor.openWorkflow(await importExample('research-and-follow-up.json'));
		await editor.runWorkflow();
		await editor.keep('example-run');
		await editor.openNode('Ask with web search');
		await editor.byId('output-panel').getByText('completed').first().waitFor();
		await editor.keep('start');
	});

	it.each([
		['Start', ['target', 'inputType', 'instructions', 'stream', 'simplify']],
		['Append', ['conversationId', 'inputType', 'stream', 'simplify']],
		['Restart', ['conversationId', 'fromEntryId', 'inputType', 'stream']],
		['Get', ['conversationId']],
		['Get Many', ['returnAll', 'limit']],
		['Get History', ['conversationId']],
		['Get Messages', ['conversationId']],
		['Delete', ['conversationId']],
	])('%s can be chosen and shows its parameters', async (operation, parameters) => {
		await editor.choose('operation', operation);
		for (const parameter of parameters) await editor.byId(`parameter-input-${parameter}`).waitFor();
		await editor.keep(`operation-${operation.toLowerCase().replace(' ', '-')}`);
	});

	it('the conversation picker lists and searches', async () => {
		await editor.choose('operation', 'Get History');
		await editor.byId('rlc-mode-selector').click();
		await editor.byId('mode-list').click();
		await editor.byId('rlc-input').click();
		const conversation = editor.byId('rlc-item').filter({ hasText: 'European champions' });
		await conversation.first().waitFor();
		await editor.keep('picker');
		await editor.byId('rlc-search').fill('no such conversation');
		await conversation.first().waitFor({ state: 'detached' });
		await editor.keep('picker-empty');
		await editor.byId('rlc-search').fill('european');
		await conversation.first().click();
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('message.input').first().waitFor();
		await editor.keep('history');
	});

	it('a hint warns of an answer that would be blank', async () => {
		const example = await importExample('research-and-follow-up.json');
		await editor.openWorkflow(example);
		await editor.openNode('Ask with web search');
		await editor.addOption('Add argument', 'Response Format');
		await editor.choose('responseFormat', 'JSON Object');
		await editor.page.getByText('must contain the word JSON, or').waitFor();
		await editor.keep('hint');
	});

	it('an error tells what Mistral said and what to do next', async () => {
		world.simulator.faults.add({
			status: 401,
			body: { detail: 'Invalid API Key' },
		});
		await editor.openWorkflow(await importExample('research-and-follow-up.json'));
		await editor.runWorkflow('Problem in node');
		await editor.openNode('Ask with web search');
		const output = editor.byId('output-panel');
		await output.getByText('Invalid API Key').first().waitFor();
		await output.getByText('Check the API key and the Base URL').first().waitFor();
		await editor.keep('error');
	});

	it('the chat shows words while the answer is still coming', async () => {
		// Time to look at half an answer.
		world.simulator.faults.add({ stallAfter: 12, stall: 4000 });
		await editor.openWorkflow(await importExample('streaming-chat.json'));
		await editor.byId('workflow-chat-button').click();
		await editor
			.byId('chat-input')
			.fill('Tell me in many words about the old harbour, the sea and the ships');
		await editor.byId('chat-input').press('Enter');
		const answer = editor.page.locator('.chat-message').filter({ hasText: 'You said' });
		await answer.waitFor();
		await editor.keep('chat-mid-answer');
		const early = await answer.innerText();
		await answer.filter({ hasText: 'ships' }).waitFor();
		await editor.keep('chat-answered');
		const whole = await answer.innerText();
		expect(whole.length).toBeGreaterThan(early.length);
	});
});
