import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';

import { exampleFiles, readExample } from '../scripts/examples';
import { smallPdf } from '../test/simulator/smallPdf';
import { Editor } from './editor';
import { root, useWorld } from './world';

/** The pictures of README and `docs/` are made by `WRITE_PICTURES=1`; else they are only looked at. */
const folder = process.env.WRITE_PICTURES
	? path.join(root, 'docs/pictures')
	: path.join(__dirname, 'screenshots/pictures');
type Clip = NonNullable<NonNullable<Parameters<Page['screenshot']>[0]>['clip']>;

/** In bytes, so that README comes quickly. */
const largest = 150_000;

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	mkdirSync(folder, { recursive: true });
	editor = await Editor.open(world.n8n.url);
	await editor.page.setViewportSize({ width: 1280, height: 720 });
	// How much of the window, and of its lower part, the editor's chat takes.
	for (const [side, size] of Object.entries({ HEIGHT: 0.5, WIDTH: 0.5 })) {
		await editor.page.evaluate(`localStorage.setItem('N8N_CANVAS_CHAT_${side}', '${size}')`);
	}
});
afterAll(() => editor.close());

/** What is there to be seen, or a part of it, without n8n's messages about the run. */
async function picture(name: string, page: Page, clip?: Clip): Promise<void> {
	await page.addStyleTag({ content: '.el-notification { display: none !important }' });
	// Panels slide in, and a workflow that has just run glows.
	await page.waitForTimeout(700);
	const file = path.join(folder, `${name}.png`);
	await page.screenshot({ path: file, clip });
	expect(statSync(file).size).toBeLessThan(largest);
}

/** The part of the canvas that has nodes and notes on it, with the names below them, in pixels. */
async function workflowOnCanvas(): Promise<Clip> {
	const nodes = await editor.page.locator('.vue-flow__node').all();
	const boxes = await Promise.all(nodes.map((node) => node.boundingBox()));
	const found = boxes.filter((box) => box !== null);
	const x = Math.min(...found.map((box) => box.x)) - 30;
	const y = Math.min(...found.map((box) => box.y)) - 20;
	const right = Math.max(...found.map((box) => box.x + box.width)) + 30;
	const bottom = Math.max(...found.map((box) => box.y + box.height)) + 75;
	return { x, y, width: right - x, height: bottom - y };
}

async function open(file: string): Promise<void> {
	await editor.openWorkflow(await world.n8n.api.importWorkflow(readExample(file)));
	await editor.byId('zoom-to-fit').click();
}

/** Clicks the button that runs the workflow, fills in the form that comes, and waits for the end. */
async function runWithForm(fill: (form: Page) => Promise<void>): Promise<void> {
	const coming = editor.page.waitForEvent('popup');
	await editor.byId('execute-workflow-button').click();
	const form = await coming;
	// n8n opens it before it has stored that the execution waits, and answers with an error then.
	while (!(await form.locator('#submit-btn').isVisible())) await form.reload();
	await fill(form);
	await form.locator('#submit-btn').click();
	await editor.page.getByText('Workflow executed successfully').first().waitFor();
	await form.close();
}

async function say(text: string): Promise<void> {
	// n8n remembers whether the chat was open.
	const input = editor.byId('chat-input');
	if (!(await input.isVisible())) await editor.byId('workflow-chat-button').click();
	await input.fill(text);
	await input.press('Enter');
}

const messages = () => editor.page.locator('.chat-message');

/** How an example is run that no button alone can run; those that are not here are run by it. */
const runs: Record<string, () => Promise<void>> = {
	'announce-documents.json': async () => {
		const { libraries } = world.simulator.state;
		const { id } = libraries.add({ name: 'Announced' });
		libraries.addDocument(id, { name: 'gate.md', text: 'The gate is locked at nine.' });
		await editor.openNode('Processed or failed');
		await editor.byId('rlc-input').click();
		await editor.byId('rlc-item').filter({ hasText: 'Announced', visible: true }).first().click();
		await editor.page.keyboard.press('Escape');
		await editor.runWorkflow();
	},
	'approve-deletions.json': async () =>
		await runWithForm(async (form) => {
			await form.locator('select').selectOption({ label: 'Apply' });
		}),
	'approve-tool-calls.json': async () =>
		await runWithForm(async (form) => {
			await form.setViewportSize({ width: 700, height: 480 });
			await picture('approve-tool-calls-form', form);
			await form.locator('select').selectOption({ label: 'Allow' });
		}),
	'invoice-to-data.json': async () =>
		await runWithForm(async (form) => {
			const buffer = Buffer.from(smallPdf('Total: 12.50 EUR'));
			const pdf = { name: 'invoice.pdf', mimeType: 'application/pdf', buffer };
			await form.locator('input[type=file]').setInputFiles(pdf);
		}),
	// Its caller is no person: the tests of streaming call it.
	'streaming-webhook.json': async () => undefined,
};

describe('the pictures of the examples', () => {
	const chats = ['chat-with-library.json', 'streaming-chat.json'];

	it.each(exampleFiles().filter((file) => !chats.includes(file)))('%s', async (file) => {
		await open(file);
		await (runs[file] ?? (() => editor.runWorkflow()))();
		await editor.byId('zoom-to-fit').click();
		await picture(path.basename(file, '.json'), editor.page, await workflowOnCanvas());
	});

	it('chat-with-library.json, with the answer and its source', async () => {
		await open('chat-with-library.json');
		await say('What do our documents say of holiday?');
		await editor.page.getByText('Workflow executed successfully').first().waitFor();
		expect(await messages().last().innerText()).toContain('28 days');
		await editor.byId('zoom-to-fit').click();
		await picture('chat-with-library', editor.page);
	});

	it('streaming-chat.json, while the second answer is still coming', async () => {
		await open('streaming-chat.json');
		await say('My boat lies in the old harbour.');
		await editor.page.getByText('Workflow executed successfully').first().waitFor();
		await editor.byId('zoom-to-fit').click();
		// Time to look at half an answer.
		world.simulator.faults.add({ stallAfter: 14, stall: 5000 });
		await say('What did I tell you about my boat?');
		await messages().filter({ hasText: 'You said: “What did' }).waitFor();
		await picture('streaming-chat', editor.page);
		expect(await messages().last().innerText()).not.toContain('old harbour');
	});
});
