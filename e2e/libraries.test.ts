import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { access } from '../nodes/MistralLibraries/resources/access';
import { document } from '../nodes/MistralLibraries/resources/document';
import { library } from '../nodes/MistralLibraries/resources/library';
import { smallPdf } from '../test/simulator/smallPdf';
import { Editor } from './editor';
import { importChain, manualTrigger, node } from './workflows';
import { librariesType, nodeType, useWorld } from './world';

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
});
afterAll(() => editor.close());

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const importNode = (name: string, type: string, parameters: INodeParameters) =>
	importChain(world, name, manualTrigger, node(name, type, parameters));

describe('Mistral Libraries in the editor', () => {
	it('is found in the node panel with all its actions', async () => {
		await editor.openWorkflow('new');
		await editor.byId('canvas-plus-button').click();
		await editor.byId('node-creator-search-bar').fill('mistral lib');
		const names = editor.byId('node-creator-item-name');
		await names.filter({ hasText: 'Mistral Libraries' }).click();
		await editor.page.getByText('Upload a document', { exact: true }).waitFor();
		await editor.keep('libraries-actions');
		for (const { action } of [library, document, access].flatMap((one) => one.operations)) {
			expect(await names.filter({ hasText: new RegExp(`^\\s*${action}\\s*$`) }).count()).toBe(1);
		}
	});

	it('shows the parameters of an upload, and what can be added', async () => {
		const id = await importNode('Upload', librariesType, { operation: 'upload' });
		await editor.openWorkflow(id);
		await editor.openNode('Upload');
		await editor.byId('parameter-input-binaryPropertyName').waitFor();
		await editor.addOption('Add option', 'Wait for Processing');
		await editor.byId('parameter-input-waitForProcessing').waitFor();
		await editor.keep('libraries-upload');
		await editor.choose('inputType', 'Text');
		await editor.byId('parameter-input-text').waitFor();
		await editor.keep('libraries-upload-text');
	});

	it('picks a library and one of its documents', async () => {
		const id = await importNode('Read', librariesType, { operation: 'getText' });
		await editor.openWorkflow(id);
		await editor.openNode('Read');
		const pick = async (index: number, name: string) => {
			await editor.byId('rlc-input').nth(index).click();
			await editor.byId('rlc-item').filter({ hasText: name, visible: true }).first().click();
		};
		await pick(0, 'Company handbook');
		await editor.byId('rlc-input').nth(1).click();
		await editor.byId('rlc-item').filter({ hasText: 'Travel.txt' }).waitFor();
		await editor.keep('libraries-picker');
		await editor.byId('rlc-item').filter({ hasText: 'Travel.txt' }).click();
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('Take the train').first().waitFor();
		await editor.keep('libraries-text');
	});
});

describe('a question over documents', () => {
	it('is answered with references, once the file of a form is processed', async () => {
		const { id: libraryId } = world.simulator.state.libraries.add({ name: 'Garden' });
		const id = await importChain(
			world,
			'Ask about a file',
			node(
				'Form',
				'n8n-nodes-base.formTrigger',
				{
					formTitle: 'Ask about a file',
					formFields: {
						values: [
							{
								fieldLabel: 'File',
								fieldType: 'file',
								multipleFiles: false,
								requiredField: true,
							},
							{ fieldLabel: 'Question', requiredField: true },
						],
					},
					options: { path: 'ask-about-a-file' },
				},
				{ typeVersion: 2.2, webhookId: 'ask-about-a-file' },
			),
			node('Upload', librariesType, {
				operation: 'upload',
				libraryId: byId(libraryId),
				binaryPropertyName: 'File',
				options: { attributes: '{ "from": "form" }', waitForProcessing: true },
			}),
			node('Ask', nodeType, {
				text: "={{ $('Form').item.json.Question }}",
				tools: { values: [{ type: 'document_library', libraryIds: byId(libraryId) }] },
			}),
		);
		await world.n8n.api.activate(id);
		const { page } = editor;
		await page.goto(`${world.n8n.url}/form/ask-about-a-file`);
		const name = 'Garden – Regeln 文.pdf';
		const buffer = smallPdf('The gate is locked at nine.', 'Water the tomatoes on Mondays.');
		await page
			.locator('input[type=file]')
			.setInputFiles({ name, mimeType: 'application/pdf', buffer });
		await page.locator('input[type=text]').fill('When are the tomatoes watered?');
		await editor.keep('libraries-form');
		await page.locator('#submit-btn').click();
		await page.getByText('Your response has been recorded').waitFor();

		const [summary] = await world.n8n.api.executions(id);
		const execution = await world.n8n.api.waitForExecution(String(summary?.id));
		expect(execution.data.resultData.error).toBeUndefined();
		const itemOf = (node: string) =>
			execution.data.resultData.runData[node]?.[0]?.data?.main?.[0]?.[0]?.json;
		expect(itemOf('Upload')).toMatchObject({
			name,
			mime_type: 'application/pdf',
			size: buffer.length,
			number_of_pages: 2,
			process_status: 'done',
			attributes: { from: 'form' },
			created: true,
		});
		expect(itemOf('Ask')).toMatchObject({
			status: 'completed',
			text: expect.stringContaining('Water the tomatoes on Mondays.'),
			references: [{ title: name, tool: 'document_library' }],
		});
		await page.goto(`${world.n8n.url}/workflow/${id}/executions/${summary?.id}`);
		await editor.openNode('Ask');
		await editor.byId('output-panel').getByText('document_library').first().waitFor();
		await editor.keep('libraries-answer');
		await world.n8n.api.deactivate(id);
	});

	it('is asked of a library that is picked in the tool', async () => {
		const id = await importNode('Ask', nodeType, {
			text: 'How many days of holiday do I have?',
			tools: { values: [{ type: 'document_library' }] },
		});
		await editor.openWorkflow(id);
		await editor.openNode('Ask');
		const inTool = editor.byId('fixed-collection-tools');
		await inTool.locator('[data-test-id="rlc-input"]').click();
		await editor.byId('rlc-item').filter({ hasText: 'Company handbook' }).click();
		await editor.keep('tool-library-picker');
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('28 days').first().waitFor();
		await editor.keep('tool-library-answer');
	});

	it('is asked of the libraries in the comma list of an older workflow, which the editor keeps', async () => {
		const { libraries } = world.simulator.state;
		const list = libraries.list().map((one) => one.id);
		const id = await importNode('Ask', nodeType, {
			text: 'How many days of holiday do I have?',
			tools: { values: [{ type: 'document_library', libraryIds: list.join(', ') }] },
		});
		await editor.openWorkflow(id);
		await editor.openNode('Ask');
		await editor.page.waitForTimeout(1000);
		await editor.keep('tool-library-list');
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('28 days').first().waitFor();
		const [started] = world.simulator.requests.slice(-1);
		expect(started?.body).toMatchObject({ tools: [{ library_ids: list }] });
	});
});
