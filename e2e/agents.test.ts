import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { agent } from '../nodes/MistralAgents/resources/agent';
import { alias } from '../nodes/MistralAgents/resources/alias';
import { version } from '../nodes/MistralAgents/resources/version';
import { readExample } from '../scripts/examples';
import { Editor } from './editor';
import { useWorld } from './world';

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
});
afterAll(() => editor.close());

const example = readExample('agents-as-code.json');

/** Imports the example, with a text of it replaced. */
const importExample = (text = '', by = '') =>
	world.n8n.api.importWorkflow(
		JSON.parse(JSON.stringify(example).replace(text, by)) as typeof example,
	);

/** Runs a workflow and gives the items of its report. */
async function run(id: string) {
	const { status, data } = await world.n8n.api.waitForExecution(await world.n8n.api.run(id));
	expect(data.resultData.error).toBeUndefined();
	expect(status).toBe('success');
	return (data.resultData.runData.Report ?? []).flatMap(({ data: output }) =>
		(output?.main?.[0] ?? []).map(({ json }) => json),
	);
}

function desk() {
	const { agents } = world.simulator.state;
	const [found] = agents.list().filter(({ name }) => name === 'Support desk');
	if (!found) throw new Error('There is no support desk');
	return { ...found, production: agents.get(found.id, 'production').version };
}

describe('agents as code in a full n8n', () => {
	it('go into production when their questions are answered', async () => {
		expect(await run(await importExample())).toMatchObject([
			{ outcome: 'released', agent: 'Support desk', version: 0 },
			{ outcome: 'released', agent: 'Text counter', version: 0 },
		]);
		expect(desk()).toMatchObject({ version: 0, production: 0 });
	});

	it('go back to what is in production when one is not, with the answers of both', async () => {
		const id = await importExample('within 30 days', 'within 14 days');
		const measured = { tokens: expect.any(Number), milliseconds: expect.any(Number) };
		expect(await run(id)).toMatchObject([
			{
				outcome: 'rolled back',
				agent: 'Support desk',
				version: 1,
				production: 0,
				answers: [
					{
						passed: false,
						production: { answer: expect.stringContaining('30 days'), ...measured },
						new: { answer: expect.stringContaining('14 days'), ...measured },
					},
					{ passed: true },
				],
			},
			{ outcome: 'unchanged', agent: 'Text counter', version: 0 },
		]);
		expect(desk()).toMatchObject({ version: 0, versions: [0, 1], production: 0 });
		await editor.openWorkflow(id);
		await editor.runWorkflow();
		await editor.keep('agents-as-code');
	});
});

describe('Mistral Agents in the editor', () => {
	it('is found in the node panel with all its actions', async () => {
		await editor.openWorkflow('new');
		await editor.byId('canvas-plus-button').click();
		await editor.byId('node-creator-search-bar').fill('mistral agents');
		const names = editor.byId('node-creator-item-name');
		await names.filter({ hasText: 'Mistral Agents' }).first().click();
		await editor.page.getByText('Create an agent', { exact: true }).waitFor();
		await editor.keep('agents-panel');
		for (const { action } of [agent, version, alias].flatMap(({ operations }) => operations)) {
			expect(await names.filter({ hasText: new RegExp(`^\\s*${action}\\s*$`) }).count()).toBe(1);
		}
		await names.filter({ hasText: 'Switch the version of an agent' }).scrollIntoViewIfNeeded();
		await editor.keep('agents-actions');
		await editor.page.getByText('Create an agent', { exact: true }).click();
		await editor.byId('parameter-input-model').waitFor();
	});

	it.each([
		['Agent', 'Create or Update', ['name', 'model', 'instructions', 'description']],
		['Agent', 'Get Many', ['returnAll', 'limit']],
		['Agent', 'Update', ['agentId', 'simplify']],
		['Version', 'Switch', ['agentId', 'version']],
		['Alias', 'Set', ['agentId', 'alias', 'version']],
	])('%s: %s shows its parameters', async (resource, operation, parameters) => {
		await editor.choose('resource', resource);
		await editor.choose('operation', operation);
		for (const parameter of parameters) await editor.byId(`parameter-input-${parameter}`).waitFor();
		await editor.keep(`agents-${resource}-${operation}`.toLowerCase().replaceAll(' ', '-'));
	});

	/** Opens the list of a picker. */
	const open = (parameter: string) =>
		editor.byId(`resource-locator-${parameter}`).locator('[data-test-id="rlc-input"]').click();
	const entry = (text: string) => editor.byId('rlc-item').filter({ hasText: text, visible: true });

	it('the pickers list agents and the versions of the chosen one', async () => {
		await open('agentId');
		await entry('Web researcher').waitFor();
		await editor.keep('agents-picker');
		await editor.page.locator('[data-test-id="rlc-search"]:visible').fill('transl');
		await entry('Web researcher').waitFor({ state: 'detached' });
		await entry('Translator').click();
		await open('version');
		await entry('2: Any language').waitFor();
		await editor.keep('versions-picker');
		await entry('1 (').click();
		await editor.byId('parameter-input-alias').locator('input').fill('production');
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('updated_at').first().waitFor();
		await editor.keep('alias-set');
		const { agents } = world.simulator.state;
		const [translator] = agents.list().filter(({ name }) => name === 'Translator');
		expect(agents.get(String(translator?.id), 'production').version).toBe(1);
	});

	it('a handoff is a picker of agents', async () => {
		await editor.choose('resource', 'Agent');
		await editor.choose('operation', 'Create');
		await editor.page.getByText('Add Handoff', { exact: true }).click();
		await open('agentId');
		await entry('Web researcher').waitFor();
		await editor.keep('handoff-picker');
		await entry('Web researcher').click();
	});

	it('an update begins with nothing to change, after another operation too', async () => {
		await editor.choose('operation', 'Update');
		await editor.page.getByText('Update Fields', { exact: true }).first().waitFor();
		expect(await editor.byId('parameter-input-model').count()).toBe(0);
		await editor.keep('agent-update');
	});
});
