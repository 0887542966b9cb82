/**
 * Many items with one request each, and lists of many pages: our nodes in n8n's engine, beside n8n's HTTP
 * Request node there, the official SDK and bare undici; then our nodes alone at 1 ×, 10 × and 100 × the size.
 */
import type { INodeParameters } from 'n8n-workflow';
import { Agent, request } from 'undici';

import { type NodeRun, runConversations, runNode } from '../test/engine/workflow';
import { type Said, type Service, startService } from './service';
import { median, result, rounds, sideBySide, times } from './sideBySide';

const count = 200;
const atOnce = 10;
/** In ms. */
const serverTime = 50;
const pages = { entities: 10_000, size: 100 };

type Method = 'GET' | 'POST';

async function checked(run: Promise<NodeRun>, items: number): Promise<void> {
	const { error, outputs } = await run;
	if (error) throw new Error(error.message);
	if (outputs[0]?.length !== items) throw new Error(`${outputs[0]?.length} items, not ${items}`);
}

/** Does the work for all things, so many at a time. */
async function inLanes<T>(things: T[], work: (thing: T) => Promise<unknown>): Promise<void> {
	const left = [...things];
	const lane = async () => {
		for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
}

function clientsOf({ credential: { apiKey, baseUrl } }: Service) {
	const dispatcher = new Agent({ connections: atOnce });
	const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
	const bare = async (method: Method, path: string, body?: object) => {
		const options = { method, headers, dispatcher, ...(body && { body: JSON.stringify(body) }) };
		const response = await request(baseUrl + path, options);
		if (response.statusCode >= 300) throw new Error(await response.body.text());
		return await response.body.json();
	};
	const httpRequestNode = async (ids: string[], method: Method, batchSize: number) => {
		const batching = { batch: { batchSize, batchInterval: serverTime } };
		const run = runNode(
			'n8n-nodes-base.httpRequest',
			{},
			{
				method,
				url: `=${baseUrl}/v1/conversations/{{ $json.id }}`,
				sendHeaders: true,
				headerParameters: { parameters: [{ name: 'authorization', value: headers.authorization }] },
				...(method === 'POST' && {
					sendBody: true,
					specifyBody: 'json',
					jsonBody: JSON.stringify(message),
				}),
				options: batchSize > 0 ? { batching } : {},
			},
			{ items: ids.map((id) => ({ id })), typeVersion: 4.2 },
		);
		await checked(run, ids.length);
	};
	return { bare, httpRequestNode };
}

const message = { inputs: 'Hello' };

const ours = async (service: Service, ids: string[], parameters: INodeParameters) =>
	await checked(
		runConversations(
			service.credential,
			{
				conversationId: '={{ $json.id }}',
				options: { maxConcurrency: atOnce },
				...parameters,
			},
			{ items: ids.map((id) => ({ id })) },
		),
		ids.length,
	);

const appending = { operation: 'append', text: message.inputs, stream: false };

async function manyItems(service: Service, ids: string[]): Promise<void> {
	const { Mistral } = await import('@mistralai/mistralai');
	const { apiKey, baseUrl } = service.credential;
	const { conversations } = new Mistral({ apiKey, serverURL: baseUrl }).beta;
	const { bare, httpRequestNode } = clientsOf(service);
	await service.ask(serverTime);
	const contenders = (method: Method, parameters: INodeParameters) => ({
		undici: async () =>
			await inLanes(ids, (id) =>
				bare(method, `/v1/conversations/${id}`, method === 'POST' ? message : undefined),
			),
		'this package': async () => await ours(service, ids, parameters),
		'official SDK': async () =>
			await inLanes(ids, (conversationId) =>
				method === 'GET'
					? conversations.get({ conversationId })
					: conversations.append({ conversationId, conversationAppendRequest: message }),
			),
		'HTTP Request node, all at once': async () => await httpRequestNode(ids, method, 0),
		[`HTTP Request node, ${atOnce} each ${serverTime} ms`]: async () =>
			await httpRequestNode(ids, method, atOnce),
	});
	for (const [name, method, parameters] of [
		['get', 'GET', { operation: 'get' }],
		['append', 'POST', appending],
	] as const) {
		const what = `${ids.length} × ${name}, ${serverTime} ms of server time, ${atOnce} at once`;
		const ratios = await sideBySide(what, contenders(method, parameters));
		result(what, 'undici', times(ratios['this package'] ?? Number.NaN), '≤ 1.15 ×');
	}
}

async function lists(service: Service, { library }: Said): Promise<void> {
	const { Mistral } = await import('@mistralai/mistralai');
	await service.ask(0);
	const { url: baseUrl } = await service.ask('cache');
	const credential = { ...service.credential, baseUrl };
	const { apiKey } = credential;
	const { agents, conversations, libraries } = new Mistral({ apiKey, serverURL: baseUrl }).beta;
	const { bare } = clientsOf({ ...service, credential });
	/** Pages until one brings nothing new. */
	const all = async (page: (number: number) => Promise<{ length: number }>) => {
		let found = 0;
		for (let number = 0, length = 1; length > 0; number++) {
			({ length } = await page(number));
			found += length;
		}
		if (found < pages.entities) throw new Error(`${found} entities`);
	};
	const query = (page: number) => `?page=${page}&page_size=${pages.size}`;
	const documentsPath = `/v1/libraries/${library}/documents`;
	const documentsOf = async (page: number) =>
		((await bare('GET', documentsPath + query(page))) as { data: unknown[] }).data;
	const place = { libraryId: { __rl: true, mode: 'id', value: library } };
	const returnAll = async (type: string, parameters: INodeParameters) => {
		const { error, outputs } = await runNode(type, credential, {
			operation: 'getAll',
			returnAll: true,
			...parameters,
		});
		if (error) throw new Error(error.message);
		if ((outputs[0]?.length ?? 0) < pages.entities) throw new Error('Some are missing');
	};
	const contenders = {
		agents: {
			undici: () =>
				all(async (page) => (await bare('GET', `/v1/agents${query(page)}`)) as unknown[]),
			'this package': () => returnAll('mistralAgents', { resource: 'agent' }),
			'official SDK': () => all((page) => agents.list({ page, pageSize: pages.size })),
		},
		conversations: {
			undici: () =>
				all(async (page) => (await bare('GET', `/v1/conversations${query(page)}`)) as unknown[]),
			'this package': () => returnAll('mistralConversations', { resource: 'conversation' }),
			'official SDK': () => all((page) => conversations.list({ page, pageSize: pages.size })),
		},
		documents: {
			undici: () => all(documentsOf),
			'this package': () => returnAll('mistralLibraries', { resource: 'document', ...place }),
			'official SDK': () =>
				all(async (page) => {
					const options = { libraryId: library, page, pageSize: pages.size };
					return (await libraries.documents.list(options)).data;
				}),
		},
	};
	for (const [name, running] of Object.entries(contenders)) {
		const what = `Return All of ${pages.entities.toLocaleString('en')} ${name}`;
		const ratios = await sideBySide(what, running);
		result(what, 'undici', times(ratios['this package']), '≤ 1.2 ×');
	}
}

/** What an item costs must not grow with their number. */
async function growth(service: Service, ids: string[]): Promise<void> {
	await service.ask(0);
	for (const [name, parameters] of [
		['get', { operation: 'get' }],
		['append', appending],
	] as const) {
		const costs: number[] = [];
		for (const size of [1, 10, 100]) {
			const some = Array.from({ length: size * 20 }, (_, index) => ids[index % ids.length] ?? '');
			const measured: number[] = [];
			for (let round = 0; round <= rounds; round++) {
				const begun = performance.now();
				await ours(service, some, parameters);
				measured.push((performance.now() - begun) / some.length);
			}
			costs.push(median(measured.slice(1)));
		}
		const [least = Number.NaN] = costs;
		const shown = costs.map((cost) => `${cost.toFixed(2)} ms`).join(', ');
		console.log(`\n${name} of 20, 200 and 2,000 items, each: ${shown}`);
		result(
			`${name}, 20 → 200 → 2,000 items`,
			'the cost of an item at 20',
			costs.map((cost) => times(cost / least)).join(', '),
			'does not grow',
		);
	}
}

async function main() {
	const service = await startService();
	const said = await service.ask(`fill ${pages.entities}`);
	const ids = said.conversations.slice(0, count);
	await manyItems(service, ids);
	await lists(service, said);
	await growth(service, said.conversations.slice(0, 2000));
	service.close();
	process.exit();
}

void main();
