/**
 * Lists of many pages: our nodes in n8n's engine, beside the official SDK and bare undici, and beside what n8n
 * itself takes: its HTTP Request node with pagination, and a node that does no more than ask for the pages.
 */
import type { IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';

import { runNode } from '../test/engine/workflow';
import { bareClient } from './bareClient';
import { type Service, startService } from './service';
import { costsOf, growth, result, sideBySide, times } from './sideBySide';

const size = 100;
const entities = 10_000;

/** Where the entities are in a page. */
type PartOf = (page: unknown) => unknown[];

interface List {
	type: string;
	parameters: INodeParameters;
	path: string;
	part: PartOf;
	/** A page of the official SDK. */
	sdk(page: number): Promise<{ length: number }>;
}

/** Pages until one brings nothing. */
async function all(page: (number: number) => Promise<{ length: number }>): Promise<void> {
	let found = 0;
	for (let number = 0, length = 1; length > 0; number++) {
		({ length } = await page(number));
		found += length;
	}
	enough(entities, found);
}

function enough(count: number, found = 0): void {
	if (found < count) throw new Error(`${found} entities`);
}

async function run(count: number, ...args: Parameters<typeof runNode>): Promise<void> {
	const { error, outputs } = await runNode(...args);
	if (error) throw new Error(error.message);
	enough(
		count,
		outputs[0]?.flatMap((item) => (Array.isArray(item.data) ? item.data : [item])).length,
	);
}

/** The least that a node of n8n can do for a list: n8n's authenticated request for each page, and its items. */
const leastNode = (path: string, part: PartOf) => ({
	'bench.least': {
		description: {
			displayName: 'Least',
			name: 'least',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Least' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'mistralAgentsApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const found: unknown[] = [];
			await all(async (page) => {
				const url = `${path}?page=${page}&page_size=${size}`;
				const { httpRequestWithAuthentication } = this.helpers;
				const options = { url, json: true };
				const response: unknown = await httpRequestWithAuthentication.call(
					this,
					'mistralAgentsApi',
					options,
				);
				found.push(...part(response));
				return part(response);
			});
			return [found.map((json) => ({ json, pairedItem: 0 }))];
		},
	} as INodeType,
});

function httpRequestNode({ apiKey, baseUrl }: Service['credential'], path: string) {
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: { parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount }}' }] },
		paginationCompleteWhen: 'other',
		completeExpression: '={{ ($response.body.data ?? $response.body).length === 0 }}',
	};
	const parameters = {
		url: `${baseUrl}${path}?page_size=${size}`,
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'authorization', value: `Bearer ${apiKey}` }] },
		options: { pagination: { pagination } },
	};
	return run(entities, 'n8n-nodes-base.httpRequest', {}, parameters, { typeVersion: 4.2 });
}

async function listsOf({ credential: { apiKey, baseUrl } }: Service, library: string) {
	const { Mistral } = await import('@mistralai/mistralai');
	const { agents, conversations, libraries } = new Mistral({ apiKey, serverURL: baseUrl }).beta;
	const libraryId = { __rl: true, mode: 'id', value: library };
	const lists: Record<string, List> = {
		agents: {
			type: 'mistralAgents',
			parameters: { resource: 'agent' },
			path: '/v1/agents',
			part: (page) => page as unknown[],
			sdk: (page) => agents.list({ page, pageSize: size }),
		},
		conversations: {
			type: 'mistralConversations',
			parameters: { resource: 'conversation' },
			path: '/v1/conversations',
			part: (page) => page as unknown[],
			sdk: (page) => conversations.list({ page, pageSize: size }),
		},
		documents: {
			type: 'mistralLibraries',
			parameters: { resource: 'document', libraryId },
			path: `/v1/libraries/${library}/documents`,
			part: (page) => (page as { data: unknown[] }).data,
			sdk: async (page) =>
				(await libraries.documents.list({ libraryId: library, page, pageSize: size })).data,
		},
	};
	return lists;
}

async function main() {
	const service = await startService();
	const { library } = await service.ask(`fill ${entities}`);
	const { url: baseUrl } = await service.ask('cache');
	const cached = { ...service, credential: { ...service.credential, baseUrl } };
	const { credential } = cached;
	const bare = bareClient(credential, 1);
	for (const [name, list] of Object.entries(await listsOf(cached, library))) {
		const { type, parameters, path, part, sdk } = list;
		const what = `Return All of ${entities.toLocaleString('en')} ${name}`;
		const nodeTypes = leastNode(path, part);
		const ratios = await sideBySide(what, {
			undici: () =>
				all(async (page) => part(await bare('GET', `${path}?page=${page}&page_size=${size}`))),
			'this package': () =>
				run(entities, type, credential, { operation: 'getAll', returnAll: true, ...parameters }),
			'the least a node can do': () => run(entities, 'bench.least', credential, {}, { nodeTypes }),
			'HTTP Request node, pagination': () => httpRequestNode(credential, path),
			'official SDK': () => all(sdk),
		});
		result(what, 'undici', times(ratios['this package']), '≤ 1.2 ×');
		const inN8n = times(ratios['this package'] / ratios['the least a node can do']);
		result(what, 'the least a node can do', inN8n, '—');
		const limited = async (limit: number) =>
			await run(limit, type, credential, { operation: 'getAll', limit, ...parameters });
		growth(`Limit of ${name}`, await costsOf([100, 1000, entities], limited));
	}
	service.close();
	process.exit();
}

void main();
