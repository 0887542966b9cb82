/**
 * Many items with one request each: our nodes in n8n's engine, beside n8n's HTTP Request node there, the
 * official SDK and bare undici; then our nodes alone at 1 ×, 10 × and 100 × the size.
 */
import type { INodeParameters } from 'n8n-workflow';

import { type NodeRun, runConversations, runNode } from '../test/engine/workflow';
import { bareClient } from './bareClient';
import { type Service, startService } from './service';
import { costsOf, growth, result, sideBySide, times } from './sideBySide';

const count = 200;
const atOnce = 10;
/** In ms. */
const serverTime = 50;

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

async function httpRequestNode(
	{ credential: { apiKey, baseUrl } }: Service,
	ids: string[],
	method: 'GET' | 'POST',
	batchSize: number,
) {
	const batching = { batch: { batchSize, batchInterval: serverTime } };
	const run = runNode(
		'n8n-nodes-base.httpRequest',
		{},
		{
			method,
			url: `=${baseUrl}/v1/conversations/{{ $json.id }}`,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'authorization', value: `Bearer ${apiKey}` }] },
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
	const bare = bareClient(service.credential, atOnce);
	await service.ask(serverTime);
	const contenders = (method: 'GET' | 'POST', parameters: INodeParameters) => ({
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
		'HTTP Request node, all at once': async () => await httpRequestNode(service, ids, method, 0),
		[`HTTP Request node, ${atOnce} each ${serverTime} ms`]: async () =>
			await httpRequestNode(service, ids, method, atOnce),
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

/** What an item costs must not grow with their number. */
async function sizes(service: Service, ids: string[]): Promise<void> {
	await service.ask(0);
	for (const [name, parameters] of [
		['get', { operation: 'get' }],
		['append', appending],
	] as const) {
		const work = async (count: number) => await ours(service, ids.slice(0, count), parameters);
		growth(`${name} of many items`, await costsOf([20, 200, 2000], work));
	}
}

async function main() {
	const service = await startService();
	const { conversations } = await service.ask('fill 2000');
	await manyItems(service, conversations.slice(0, count));
	await sizes(service, conversations);
	service.close();
	process.exit();
}

void main();
