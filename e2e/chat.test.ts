import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { readExample } from '../scripts/examples';
import { ChatPage, serveChat } from './chatPage';
import { Editor, keepPicture } from './editor';
import { importChain, manualTrigger, node } from './workflows';
import { nodeType, useWorld } from './world';

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
});
afterAll(() => editor.close());

/** Conversations that chats have begun. */
const chats = () =>
	[...world.simulator.state.conversations.values()].filter(({ metadata }) => metadata?.sessionKey);

describe('the complete chat', () => {
	const question = 'What do our documents say of holiday?';
	const example = readExample('chat-with-library.json');
	const url = () => `${world.n8n.url}/webhook/${example.nodes[0]?.webhookId}/chat`;

	async function newVisitor() {
		const browser = await editor.othersBrowser();
		await serveChat(browser);
		return browser;
	}

	beforeAll(async () => {
		const id = await world.n8n.api.importWorkflow(example);
		await editor.openWorkflow(id);
		await editor.keep('complete-chat-canvas');
		await world.n8n.api.activate(id);
	});

	it('shows a visitor words before the end, and remembers them on the next visit', async () => {
		const browser = await newVisitor();
		const first = await ChatPage.visit(browser, url());
		// Time to look at half an answer, after the steps of the search and some words.
		world.simulator.faults.add({ method: 'POST', stallAfter: 22, stall: 3000 });
		await first.say(question);
		const answer = first.answer('The documents say');
		await answer.waitFor();
		await keepPicture(first.page, 'complete-chat-mid-answer');
		const early = await answer.innerText();
		await first.answer('28 days of holiday a year').waitFor();
		await keepPicture(first.page, 'complete-chat-answered');
		const whole = await answer.innerText();
		expect(whole.length).toBeGreaterThan(early.length);
		await first.page.close();

		const second = await ChatPage.visit(browser, url());
		await second.say('And what have I asked before?');
		await second.answer(`before that you said: “${question}”`).waitFor();
		await keepPicture(second.page, 'complete-chat-second-visit');
		expect(chats()).toHaveLength(1);
		await browser.close();
	});

	it('does not tell another visitor', async () => {
		const browser = await newVisitor();
		const visit = await ChatPage.visit(browser, url());
		await visit.say('What have I asked before?');
		const answer = visit.answer('You said: “What have I asked before?”');
		await answer.waitFor();
		await visit.answer('My instructions are').waitFor();
		expect(await answer.innerText()).not.toContain(question);
		expect(chats()).toHaveLength(2);
		await browser.close();
	});

	it('can be restarted at an entry, which the picker shows with who said it and when', async () => {
		const [chat] = chats();
		const restart = node('Restart', nodeType, {
			operation: 'restart',
			conversationId: { __rl: true, mode: 'id', value: String(chat?.id) },
		});
		await editor.openWorkflow(await importChain(world, 'Restart', manualTrigger, restart));
		await editor.openNode('Restart');
		await editor.byId('resource-locator-fromEntryId').locator('[data-test-id="rlc-input"]').click();
		const entries = editor.byId('rlc-item');
		await entries.first().waitFor();
		await editor.keep('entry-picker');
		const day = /^\d{4}-\d\d-\d\d \d\d:\d\d /;
		const shown = (await entries.allInnerTexts()).map((text) => text.trim());
		for (const text of shown) expect(text).toMatch(day);
		expect(shown.map((text) => text.replace(day, ''))).toEqual(
			expect.arrayContaining([
				`User: ${question}`,
				expect.stringMatching(/^mistral-medium-latest: /),
				'User: And what have I asked before?',
			]),
		);
	});
});

describe('a picture that the model has made', () => {
	it('is seen in the output of the node', async () => {
		const example = readExample('picture-to-file.json');
		await editor.openWorkflow(await world.n8n.api.importWorkflow(example));
		await editor.runWorkflow();
		await editor.openNode('Draw');
		await editor.byId('radio-button-binary').click();
		await editor.byId('output-panel').getByText('image_generated_0.png').waitFor();
		await editor.keep('picture-listed');
		await editor.byId('ndv-view-binary-data').click();
		const picture = editor.byId('output-panel').locator('img[src*="binary-data"]');
		await picture.waitFor();
		await editor.keep('picture-seen');
		const width = await picture.evaluate(
			(image) => (image as unknown as { naturalWidth: number }).naturalWidth,
		);
		expect(width).toBe(240);
	});
});
