/** The ways to upload that are compared. Each is made ready first, so that only the sending is measured. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { promisify } from 'node:util';

import { Container } from '@n8n/di';
import FormData from 'form-data';
import { BinaryDataService } from 'n8n-core';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import { Agent, request } from 'undici';

import { runWorkflow } from '../../scripts/engine/engine';
import type { WorkflowFile } from '../../scripts/examples';

/** What is uploaded. */
export interface Load {
	/** Of the server, without a slash at the end. */
	url: string;
	files: string[];
	/** Files at a time. */
	concurrency: number;
}

export type Send = () => Promise<void>;

const libraryId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const pathname = `/v1/libraries/${libraryId}/documents`;
const name = 'large.bin';
const type = 'application/octet-stream';

/** The files in n8n's storage on disk. */
async function stored(files: string[]): Promise<INodeExecutionData[]> {
	const service = Container.get(BinaryDataService);
	await service.init();
	const location = { type: 'execution', workflowId: 'workflow', executionId: '1' } as const;
	const items: INodeExecutionData[] = [];
	for (const file of files) {
		const facts = { data: '', fileName: name, mimeType: type };
		// Copied by the system, so that nothing of it is left in the memory that is measured.
		const data = await service.copyBinaryFile(location, facts, file);
		items.push({ json: {}, binary: { data } });
	}
	return items;
}

/** The given node in n8n's engine. */
async function inEngine(
	{ url, files }: Load,
	node: Pick<INode, 'type' | 'typeVersion' | 'parameters'>,
): Promise<Send> {
	const items = await stored(files);
	const trigger = { type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	const workflow: WorkflowFile = {
		name: 'bench',
		nodes: [
			{ id: '1', name: 'Start', position: [0, 0], ...trigger },
			{ id: '2', name: 'Upload', position: [200, 0], ...node },
		],
		connections: { Start: { main: [[{ node: 'Upload', type: 'main', index: 0 }]] } },
		pinData: { Start: items },
	};
	return async () => {
		const run = await runWorkflow(workflow, { credential: { apiKey: 'key', baseUrl: url } });
		if (run.data.resultData.error) throw run.data.resultData.error;
	};
}

const thisPackage = (load: Load) =>
	inEngine(load, {
		type: 'n8n-nodes-mistral-agents.mistralLibraries',
		typeVersion: 1,
		parameters: {
			resource: 'document',
			operation: 'upload',
			libraryId: { __rl: true, mode: 'id', value: libraryId },
			options: { maxConcurrency: load.concurrency },
		},
	});

const httpRequestNode = (load: Load) =>
	inEngine(load, {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: load.url + pathname,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'authorization', value: 'Bearer key' }] },
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' }],
			},
			options: {},
		},
	});

async function officialSdk({ url, files }: Load): Promise<Send> {
	const { Mistral } = await import('@mistralai/mistralai');
	const { documents } = new Mistral({ apiKey: 'key', serverURL: url }).beta.libraries;
	return async () => {
		for (const file of files) {
			const content = await openAsBlob(file, { type });
			await documents.upload({ libraryId, requestBody: { file: { fileName: name, content } } });
		}
	};
}

/** What reading from n8n's storage and writing to a socket costs in Node at least. */
async function bareStream({ url, files }: Load): Promise<Send> {
	const service = Container.get(BinaryDataService);
	const items = await stored(files);
	return async () => {
		for (const { binary } of items) {
			const { id = '', bytes = 0 } = binary?.data ?? {};
			const headers = { 'content-length': bytes };
			const sending = httpRequest(url + pathname, { method: 'POST', headers });
			(await service.getAsStream(id, 1024 * 1024)).pipe(sending);
			const [response] = (await once(sending, 'response')) as [IncomingMessage];
			await once(response.resume(), 'end');
		}
	};
}

const curl = async ({ url, files }: Load): Promise<Send> => {
	return async () => {
		for (const file of files) {
			const form = `file=@${file};type=${type}`;
			const to = ['-H', 'authorization: Bearer key', '-H', 'expect:', url + pathname];
			await promisify(execFile)('curl', ['-sSf', '-o', '/dev/null', '-F', form, ...to]);
		}
	};
};

/** As little as can be: bodies in memory, connections that stay open. */
async function bareUndici({ url, files, concurrency }: Load): Promise<Send> {
	const dispatcher = new Agent({ connections: concurrency });
	return async () => {
		const left = [...files];
		const work = async () => {
			for (let file = left.pop(); file; file = left.pop()) {
				const form = new FormData();
				form.append('file', await readFile(file), { filename: name, contentType: type });
				const headers = { ...form.getHeaders(), authorization: 'Bearer key' };
				const options = { method: 'POST', headers, body: form.getBuffer(), dispatcher } as const;
				const { statusCode, body } = await request(url + pathname, options);
				await body.dump();
				if (statusCode !== 201) throw new Error(`HTTP ${statusCode}`);
			}
		};
		await Promise.all(Array.from({ length: concurrency }, work));
	};
}

export const senders = {
	'this package': thisPackage,
	"n8n's HTTP Request node": httpRequestNode,
	'official SDK, file as Blob': officialSdk,
	"n8n's stream piped into node:http": bareStream,
	curl,
	undici: bareUndici,
};
