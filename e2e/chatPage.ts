import path from 'node:path';

import type { BrowserContext, Locator, Page } from 'playwright-core';

import { chatPackage } from '../scripts/n8n/installation/chatPackage';

const cdn = 'https://cdn.jsdelivr.net/npm';

/** Has a browser get what chat pages load from a CDN from the cache folder, so that none is needed. */
export async function serveChat(browser: BrowserContext): Promise<void> {
	const folder = await chatPackage();
	// A style sheet with which all browsers begin alike.
	await browser.route(`${cdn}/normalize.css@*/**`, (route) => route.abort());
	await browser.route(`${cdn}/@n8n/chat/**`, async (route) => {
		const file = route.request().url().slice(`${cdn}/@n8n/chat/`.length);
		await route.fulfill({ path: path.join(folder, file) });
	});
}

/** n8n's own page for a public Chat Trigger, as a visitor has it. */
export class ChatPage {
	private constructor(readonly page: Page) {}

	/** Opens the page. Its browser keeps between visits what a person's browser keeps. */
	static async visit(browser: BrowserContext, url: string): Promise<ChatPage> {
		const page = await browser.newPage();
		await page.goto(url);
		return new ChatPage(page);
	}

	async say(text: string): Promise<void> {
		await this.page.locator('textarea').fill(text);
		await this.page.locator('textarea').press('Enter');
	}

	/** What the chat has answered in these words. */
	answer(words: string): Locator {
		return this.page.locator('.chat-message-from-bot').filter({ hasText: words });
	}
}
