import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';

import type { Execution } from '../scripts/n8n/api/execution';
import { readExample, type WorkflowFile } from '../scripts/examples';
import { Editor } from './editor';
import { useWorld } from './world';

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
});
afterAll(() => editor.close());

/** An example, with a library of its own. */
const importExample = async (file: string, library: string) => {
	const text = JSON.stringify(readExample(file)).replaceAll('n8n example: handbook', library);
	return await world.n8n.api.importWorkflow(JSON.parse(text) as WorkflowFile);
};

/** Each `METHOD kind` of what was written since a request: uploads, documents, libraries. */
function writesSince(before: number): string[] {
	return world.simulator.requests
		.slice(before)
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => {
			const [library, documents, id] = path.replace('/v1/libraries', '').split('/').slice(1);
			const kind = id ? 'document' : documents ? 'upload' : library ? 'library' : 'libraries';
			return `${method} ${kind}`;
		});
}

const count = (all: string[], one: string) => all.filter((other) => other === one).length;

const fit = async () => {
	await editor.byId('zoom-to-fit').click();
};

/** Clicks the button that runs the workflow, and waits for the end. */
async function runByButton(): Promise<string[]> {
	const before = world.simulator.requests.length;
	await editor.runWorkflow();
	const writes = writesSince(before);
	await fit();
	return writes;
}

/** The toast of a run would be taken for that of the next. */
async function open(id: string) {
	await editor.openWorkflow(id);
	await editor.page.getByText('Workflow executed successfully').waitFor({ state: 'detached' });
}

/** What a node of the newest execution has given. */
async function itemsOf(id: string, node: string) {
	const [{ id: execution = '' } = {}] = await world.n8n.api.executions(id);
	const { data }: Execution = await world.n8n.api.execution(execution);
	const items = data.resultData.runData[node]?.[0]?.data?.main?.[0] ?? [];
	return items.map(({ json }) => json);
}

const actionsOf = async (id: string, node: string) =>
	(await itemsOf(id, node)).map(({ action, key }) => `${action} ${key}`);

const documentsIn = (library: string) => {
	const { libraries } = world.simulator.state;
	const found = libraries.list().find(({ name }) => name === library);
	return libraries.documents(found?.id ?? '').list();
};

const threeCreated = ['created dates/party.md', 'created rules/gate.md', 'created rules/water.md'];

describe('the example that keeps a folder in step', () => {
	it('uploads its files once, and nothing in its second run', async () => {
		const id = await importExample('keep-a-folder-in-step.json', 'Folder');
		await open(id);
		expect(count(await runByButton(), 'POST upload')).toBe(3);
		expect((await actionsOf(id, 'Sync')).sort()).toEqual(threeCreated);
		await editor.keep('keep-folder');
		await open(id);
		expect(await runByButton()).toEqual([]);
		await editor.openNode('Sync');
		await editor.byId('output-panel').getByText('unchanged').first().waitFor();
		await editor.keep('keep-folder-sync');
	});
});

describe('the example that keeps a drive in step', () => {
	it('uploads what is on the drive once, and nothing in its second run', async () => {
		const id = await importExample('keep-a-drive-in-step.json', 'Drive');
		await open(id);
		expect(count(await runByButton(), 'POST upload')).toBe(3);
		await editor.keep('keep-drive');
		await editor.openNode('Compare');
		await editor.byId('output-panel').getByText('create').first().waitFor();
		await editor.keep('keep-drive-compare');
		await open(id);
		expect(await runByButton()).toEqual([]);
		expect(await itemsOf(id, 'Compare')).toEqual([]);
	});
});

describe('the example with an approval', () => {
	const library = 'Approved';
	let id: string;
	beforeAll(async () => {
		id = await importExample('approve-deletions.json', library);
	});

	/** Runs the workflow from its button until it asks, and gives the form that n8n opens. */
	async function untilAsked(): Promise<Page> {
		await open(id);
		const form = editor.page.waitForEvent('popup');
		await editor.byId('execute-workflow-button').click();
		const page = await form;
		await page.getByText('Apply the plan?').waitFor();
		return page;
	}

	async function choose(form: Page, decision: string) {
		const before = world.simulator.requests.length;
		await form.locator('select').selectOption({ label: decision });
		await form.locator('#submit-btn').click();
		await editor.page.getByText('Workflow executed successfully').first().waitFor();
		await form.close();
		await fit();
		return writesSince(before);
	}

	/** Two of three are gone, which is over the limit, and the third one has changed. */
	async function changeFiles() {
		await editor.page.goto('about:blank');
		await world.n8n.api.changeNodes(id, (node) => {
			if (!node.name.startsWith('Files')) return node;
			const { files } = JSON.parse(String(node.parameters.jsonOutput)) as {
				files: Array<{ path: string; text: string }>;
			};
			const left = files
				.filter(({ path }) => path === 'rules/gate.md')
				.map((file) => ({ ...file, text: 'The gate is locked at ten.' }));
			return {
				...node,
				parameters: { ...node.parameters, jsonOutput: JSON.stringify({ files: left }) },
			};
		});
	}

	it('uploads when somebody has chosen so in the form, and asks nobody when nothing would change', async () => {
		const form = await untilAsked();
		expect(documentsIn(library)).toEqual([]);
		expect(count(await choose(form, 'Apply'), 'POST upload')).toBe(3);
		expect((await actionsOf(id, 'Apply')).sort()).toEqual(threeCreated);
		await open(id);
		expect(await runByButton()).toEqual([]);
	});

	it('deletes nothing when the plan is refused', async () => {
		await changeFiles();
		const form = await untilAsked();
		await form.getByText(/deleted \(old versions too\): .*dates\/party.md/).waitFor();
		await form.screenshot({ path: `${__dirname}/screenshots/keep-approval-form.png` });
		expect(await choose(form, 'Leave all as it is')).toEqual([]);
		await editor.keep('keep-approval-refused');
		expect(documentsIn(library)).toHaveLength(3);
	});

	it('deletes just what the plan says when it is approved, over the limit too', async () => {
		const form = await untilAsked();
		const planned = await itemsOf(id, 'Dry run');
		const writes = await choose(form, 'Apply');
		expect(writes.sort()).toEqual([
			...Array<string>(3).fill('DELETE document'),
			'PATCH document',
			'POST upload',
		]);
		const deleted = world.simulator.requests.flatMap(({ method, path }) =>
			method === 'DELETE' ? [path.split('/').at(-1)] : [],
		);
		const toDelete = planned.filter(({ action }) => action === 'withheld');
		expect(deleted.sort()).toEqual(toDelete.map(({ documentId }) => documentId).sort());
		await editor.keep('keep-approval');
		await editor.openNode('Apply');
		await editor.byId('output-panel').getByText('deleted').first().waitFor();
		await editor.keep('keep-approval-applied');
		expect(documentsIn(library).map(({ name }) => name)).toEqual(['gate.md']);
	});
});

describe('the example that announces documents', () => {
	it('says which ones were processed, in each run by its button, and changes nothing', async () => {
		const { libraries } = world.simulator.state;
		const { id: libraryId } = libraries.add({ name: 'Announced' });
		const id = await importExample('announce-documents.json', '');
		libraries.addDocument(libraryId, { name: 'gate.md', text: 'The gate is locked at nine.' });
		await editor.openWorkflow(id);
		await editor.openNode('Processed or failed');
		await editor.byId('rlc-input').click();
		await editor.byId('rlc-item').filter({ hasText: 'Announced', visible: true }).first().click();
		await editor.keep('keep-announce-trigger');
		await editor.page.keyboard.press('Escape');
		for (const times of [1, 2]) {
			expect(await runByButton()).toEqual([]);
			expect(await world.n8n.api.executions(id)).toHaveLength(times);
			expect(await itemsOf(id, 'Announcement')).toEqual([
				{ text: 'gate.md: answers can use it now' },
			]);
			await editor.page.getByText('Workflow executed successfully').waitFor({ state: 'detached' });
		}
		await editor.keep('keep-announce');
	});
});
