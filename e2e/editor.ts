import path from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

import { developer } from '../scripts/n8n/api/owner';

/** Quiet: Chromium would look up hosts of its maker at every start. */
const browserArguments = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const viewport = { width: 1500, height: 950 };

/** Keeps what is seen, for a person to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
	// Menus and panels slide in.
	await page.waitForTimeout(500);
	await page.screenshot({ path: path.join(__dirname, 'screenshots', `${name}.png`) });
}

/** The editor of n8n in a real browser, by the test ids of its elements. */
export class Editor {
	private constructor(
		private readonly url: string,
		private readonly browser: Browser,
		readonly page: Page,
	) {}

	/** Opens a browser and logs in. `CHROMIUM` names another executable than Debian's. */
	static async open(url: string): Promise<Editor> {
		const browser = await chromium.launch({
			executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
			args: browserArguments,
		});
		const page = await browser.newPage({ viewport });
		page.setDefaultTimeout(60_000);
		await page.goto(`${url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(developer.email);
		await page.locator('input[name="password"]').fill(developer.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL(/home|workflow/);
		return new Editor(url, browser, page);
	}

	byId(testId: string) {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.byId('canvas-background').waitFor();
	}

	/** Opens a node's panel. */
	async openNode(name: string): Promise<void> {
		await this.byId('canvas-node').filter({ hasText: name }).dblclick();
		await this.byId('node-parameters').waitFor();
	}

	/** Chooses an entry of a parameter with options. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.byId(`parameter-input-${parameter}`).click();
		const name = this.page.getByText(option, { exact: true });
		await this.byId('parameter-input-item').filter({ has: name, visible: true }).click();
	}

	/**
	 * Runs the open workflow by its button.
	 *
	 * @param end what n8n says at the end
	 */
	async runWorkflow(end = 'Workflow executed successfully'): Promise<void> {
		await this.byId('execute-workflow-button').click();
		await this.page.getByText(end).first().waitFor();
	}

	/**
	 * Adds an entry to a collection.
	 *
	 * @param menu what the collection's menu says: collections within others come into the panel late, so the
	 * first menu is not always the same one
	 */
	async addOption(menu: string, name: string): Promise<void> {
		await this.page.getByPlaceholder(menu, { exact: true }).click();
		await this.byId('collection-parameter-option').filter({ hasText: name, visible: true }).click();
	}

	/** Keeps what is seen, for a person to look at. */
	async keep(name: string): Promise<void> {
		await keepPicture(this.page, name);
	}

	/** The browser of somebody else, who is not logged in. */
	async othersBrowser(): Promise<BrowserContext> {
		return await this.browser.newContext({ viewport });
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
