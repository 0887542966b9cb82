import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INode, INodeParameters } from 'n8n-workflow';

import type { Execution } from '../scripts/n8n/api/execution';
import { smallPdf } from '../test/simulator/smallPdf';
import { Editor } from './editor';
import { useWorld } from './world';

const world = useWorld();
let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(world.n8n.url);
});
afterAll(() => editor.close());

const pdf = smallPdf('The gate is locked at nine.');
const request = 'Every other endpoint';

const nodeNamed = (name: string, type: string, typeVersion: number, parameters: INodeParameters) =>
	({
		id: name,
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [0, 0],
		parameters,
	}) as INode;

/** Manual Trigger → a file → HTTP Request with our credential. */
async function importRequest(parameters: INodeParameters): Promise<string> {
	const file = { fileName: 'Garden.pdf', mimeType: 'application/pdf' };
	const http = nodeNamed(request, 'httpRequest', 4.2, {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'mistralAgentsApi',
		...parameters,
	});
	const { id, name } = world.credential;
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	return await world.n8n.api.importWorkflow({
		name: request,
		nodes: [
			nodeNamed('Go', 'manualTrigger', 1, {}),
			nodeNamed('Text', 'set', 3.4, {
				assignments: {
					assignments: [{ id: '1', name: 'data', type: 'string', value: pdf.toString('base64') }],
				},
			}),
			nodeNamed('File', 'convertToFile', 1.1, {
				operation: 'toBinary',
				sourceProperty: 'data',
				options: file,
			}),
			{ ...http, credentials: { mistralAgentsApi: { id, name } } },
		],
		connections: { Go: to('Text'), Text: to('File'), File: to(request) },
	});
}

async function run(parameters: INodeParameters): Promise<Execution['data']['resultData']> {
	world.simulator.requests.length = 0;
	const id = await world.n8n.api.run(await importRequest(parameters));
	return (await world.n8n.api.waitForExecution(id)).data.resultData;
}

const answerOf = ({ runData }: Execution['data']['resultData']) =>
	runData[request]?.[0]?.data?.main?.[0]?.[0];

const at = (path: string) => `${world.simulator.url}${path}`;

const json = () => ({
	method: 'POST',
	url: at('/v1/conversations'),
	sendBody: true,
	specifyBody: 'json',
	jsonBody: JSON.stringify({ model: 'mistral-medium-latest', inputs: 'Hello', stream: false }),
});

const upload = (url: string) => ({
	method: 'POST',
	url,
	sendBody: true,
	contentType: 'multipart-form-data',
	bodyParameters: {
		parameters: [
			{ parameterType: 'formData', name: 'purpose', value: 'ocr' },
			{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
		],
	},
});

describe('the credential in n8n’s HTTP Request node', () => {
	it('sends JSON with the key', async () => {
		const result = await run(json());
		expect(result.error).toBeUndefined();
		expect(answerOf(result)?.json).toMatchObject({ object: 'conversation.response' });
		expect(world.simulator.requests).toMatchObject([{ path: '/v1/conversations', status: 200 }]);
	});

	it('sends form data with a file', async () => {
		const { id } = world.simulator.state.libraries.add({ name: 'Garden' });
		const result = await run(upload(at(`/v1/libraries/${id}/documents`)));
		expect(result.error).toBeUndefined();
		expect(answerOf(result)?.json).toMatchObject({ name: 'Garden.pdf', size: pdf.length });
		const [sent] = world.simulator.requests;
		expect(sent?.status).toBe(201);
		expect(sent?.rawBody?.includes('name="purpose"')).toBe(true);
		expect(sent?.rawBody?.includes(pdf)).toBe(true);
	});

	it('sends a form, and a file as the body itself', async () => {
		// The API has no endpoint of this kind: what it says of the body shows that the key had passed.
		const file = { contentType: 'binaryData', inputDataFieldName: 'data' };
		const parameters = { parameters: [{ name: 'model', value: 'mistral-medium-latest' }] };
		const form = { contentType: 'form-urlencoded', bodyParameters: parameters };
		for (const [body, type] of [
			[form, 'application/x-www-form-urlencoded'],
			[file, 'application/pdf'],
		] as const) {
			world.simulator.faults.add({ status: 200, body: { received: true } });
			const result = await run({ method: 'POST', url: at('/v1/ocr'), sendBody: true, ...body });
			expect(answerOf(result)?.json).toEqual({ received: true });
			expect(world.simulator.requests[0]?.headers).toMatchObject({
				authorization: `Bearer ${world.simulator.apiKey}`,
				'content-type': expect.stringContaining(type),
			});
		}
	});

	it('turns the pages of a list', async () => {
		for (let i = 0; i < 3; i++) world.simulator.state.libraries.add({ name: `Shelf ${i}` });
		const result = await run({
			url: at('/v1/libraries?page_size=2'),
			options: {
				pagination: {
					pagination: {
						parameters: {
							parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ $response.body.data.length < 2 }}',
						limitPagesFetched: true,
						maxRequests: 5,
					},
				},
			},
		});
		expect(result.error).toBeUndefined();
		expect(world.simulator.requests.length).toBeGreaterThan(1);
		expect(world.simulator.requests.every(({ status }) => status === 200)).toBe(true);
	});

	it.each(['https://elsewhere.example/v1/ocr', 'http://localhost:1/v1/ocr'])(
		'refuses another origin with a sentence: %s',
		async (url) => {
			for (const parameters of [{ url }, { ...json(), url }, upload(url)]) {
				const { error } = await run(parameters);
				expect(error?.message).toBe(
					`The Mistral API key is not sent to ${new URL(url).origin}: the Base URL of the credential is ${world.simulator.url}`,
				);
			}
			expect(world.simulator.requests).toEqual([]);
		},
	);

	it('follows no redirect, so that the key stays at its origin', async () => {
		const location = at('/v1/models');
		world.simulator.faults.add({ status: 302, headers: { location }, body: {} });
		const { error } = await run({ url: at('/v1/ocr'), options: { redirect: { redirect: {} } } });
		expect(error?.message).toContain('302');
		expect(world.simulator.requests).toHaveLength(1);
	});

	it('is chosen in the editor', async () => {
		await editor.openWorkflow(await importRequest(json()));
		await editor.openNode(request);
		await editor.page.getByText('Mistral Agents API').first().waitFor();
		await editor.keep('http-request');
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('conversation.response').first().waitFor();
		await editor.keep('http-request-run');
		await editor.openWorkflow(await importRequest({ url: 'https://elsewhere.example/v1/ocr' }));
		await editor.openNode(request);
		await editor.byId('node-execute-button').click();
		await editor.byId('output-panel').getByText('is not sent to').first().waitFor();
		await editor.keep('http-request-refused');
	});
});

describe('the header of a gateway', () => {
	const header = { headerName: 'X-Gateway-Token', headerValue: 'open sesame' };
	const dataOf = (more: object) => ({
		apiKey: world.simulator.apiKey,
		baseUrl: world.simulator.url,
		...more,
	});

	it.each([{}, { useHeader: false }, { useHeader: true }])(
		'is sent once it is saved: %j',
		async (switched) => {
			await world.n8n.api.updateCredential(world.credential, dataOf({ ...header, ...switched }));
			await run({ url: at('/v1/models') });
			expect(world.simulator.requests[0]?.headers['x-gateway-token']).toBe('open sesame');
		},
	);

	it('is behind a switch, and stays when the switch is turned off and saved', async () => {
		const { page } = editor;
		await world.n8n.api.updateCredential(world.credential, dataOf({ ...header, useHeader: true }));
		await page.goto(`${world.n8n.url}/home/credentials/${world.credential.id}`);
		await editor.byId('parameter-input-headerName').waitFor();
		await editor.keep('credential-header');
		await editor.byId('parameter-input-useHeader').click();
		await editor.byId('parameter-input-headerName').waitFor({ state: 'detached' });
		await editor.byId('credential-save-button').click();
		await page.getByText('Connection tested successfully').waitFor();
		await editor.keep('credential');
		await run({ url: at('/v1/models') });
		expect(world.simulator.requests[0]?.headers['x-gateway-token']).toBe('open sesame');
		await world.n8n.api.updateCredential(world.credential, dataOf({}));
		await run({ url: at('/v1/models') });
		expect(world.simulator.requests[0]?.headers).not.toHaveProperty('x-gateway-token');
	});
});

describe('the test of the credential', () => {
	const test = (changes = {}) => world.n8n.api.testCredential(world.credential, changes);

	it.each([
		[302, 'sends requests on to another address'],
		[403, 'Mistral does not let this API key in'],
		[429, 'its rate or spending limit is reached'],
		[503, 'Mistral did not answer the test'],
	])('says what HTTP %s means', async (status, words) => {
		const headers = { location: at('/v1/libraries') };
		world.simulator.faults.add({ path: '/v1/models', status, headers, body: {} });
		expect(await test()).toEqual({ status: 'Error', message: expect.stringContaining(words) });
	});

	it('is not content with the page of some other server', async () => {
		const body = '<html><title>Welcome</title></html>';
		world.simulator.faults.add({ path: '/v1/models', body, contentType: 'text/html' });
		expect(await test()).toEqual({
			status: 'Error',
			message: 'Something answers at this Base URL, but not the Mistral API. Check the address.',
		});
	});

	it('names a field that no request can carry', async () => {
		expect(await test({ headerName: 'X A' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('The Header Name "X A" of the Mistral Agents credential'),
		});
		expect(await test({ apiKey: 'secret…' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('The API Key of the Mistral Agents credential'),
		});
	});

	// n8n shows the code alone; README says what it means.
	it('gives n8n’s code when nothing answers', async () => {
		expect(await test({ baseUrl: 'http://127.0.0.1:9' })).toEqual({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
		expect(await test({ baseUrl: 'http://nowhere.invalid' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
		});
		await world.n8n.api.updateCredential(world.credential, {
			apiKey: world.simulator.apiKey,
			baseUrl: 'http://127.0.0.1:9',
		});
		await editor.page.goto(`${world.n8n.url}/home/credentials/${world.credential.id}`);
		await editor.page.getByText('More details').click();
		await editor.page.getByText('ECONNREFUSED').first().waitFor();
		await editor.keep('credential-closed-port');
	});
});

describe('the node panel', () => {
	it.each([
		[
			'mistral',
			['Mistral Conversations', 'Mistral Libraries', 'Mistral Agents', 'Mistral Trigger'],
		],
		['chat', ['Mistral Conversations']],
		['library', ['Mistral Libraries']],
		['rag', ['Mistral Conversations', 'Mistral Libraries']],
	])('finds the nodes by "%s"', async (word, expected) => {
		await editor.openWorkflow('new');
		await editor.byId('canvas-plus-button').click();
		await editor.byId('node-creator-search-bar').fill(word);
		const names = editor.byId('node-creator-item-name');
		for (const name of expected) {
			await names
				.filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
				.first()
				.waitFor();
		}
		await editor.keep(`panel-${word}`);
	});
});
