/**
 * To the first word of an answer, through the streaming webhook of a full n8n: Start and Send, beside n8n's
 * AI Agent with its Mistral chat model and memory, and beside the least that a node can do.
 */
import path from 'node:path';

import type { INode, INodeParameters } from 'n8n-workflow';
import { Agent, request } from 'undici';

import type { WorkflowFile } from '../scripts/examples';
import { startN8n, type N8n } from '../scripts/n8n/startN8n';
import { type Simulator, startSimulator } from '../simulator/server';
import { startCompletions } from './chat/completions';
import { median, result } from './sideBySide';

const rounds = 21;
/** In ms. */
const wordDelay = 20;
const words = ['one', ' two', ' three', ' four', ' five'];
const root = path.resolve(__dirname, '..');
const model = 'mistral-medium-latest';
const question = 'Hello, what is new?';

const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters = {}) =>
	({ id: name, name, type, typeVersion, position: [0, 0], parameters }) as INode;

/** Webhook → the first node; the others hang on it by a connection of their own kind. */
function workflowOf(address: string, [first, ...others]: INode[], kinds: string[] = []) {
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2.1, {
		httpMethod: 'POST',
		path: address,
		responseMode: 'streaming',
	});
	const to = (type: string) => [[{ node: String(first?.name), type, index: 0 }]];
	const connections = Object.fromEntries(
		others.map(({ name }, index) => [name, { [String(kinds[index])]: to(String(kinds[index])) }]),
	);
	return {
		name: address,
		nodes: [{ ...webhook, webhookId: address }, ...(first ? [first] : []), ...others],
		connections: { Webhook: { main: to('main') }, ...connections },
		settings: { executionOrder: 'v1' },
	} as WorkflowFile;
}

const conversations = (operation: string, parameters: INodeParameters = {}) =>
	node('Answer', 'n8n-nodes-mistral-agents.mistralConversations', 1, {
		operation,
		text: '={{ $json.body.chatInput }}',
		...parameters,
	});

const workflows = [
	workflowOf('word', [node('Bare', 'CUSTOM.bare', 1, { ask: false })]),
	workflowOf('bare', [
		node('Bare', 'CUSTOM.bare', 1, {
			sessionKey: '={{ $json.body.sessionId }}',
			text: '={{ $json.body.chatInput }}',
		}),
	]),
	workflowOf('start', [conversations('start')]),
	workflowOf('send', [conversations('send', { sessionKey: '={{ $json.body.sessionId }}' })]),
	workflowOf(
		'agent',
		[
			node('AI Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
				promptType: 'define',
				text: '={{ $json.body.chatInput }}',
			}),
			node('Model', '@n8n/n8n-nodes-langchain.lmChatMistralCloud', 1, { model }),
			node('Memory', '@n8n/n8n-nodes-langchain.memoryBufferWindow', 1.4, {
				sessionIdType: 'customKey',
				sessionKey: '={{ $json.body.sessionId }}',
			}),
		],
		['ai_languageModel', 'ai_memory'],
	),
];

/** As clients of a chat keep their connection. */
const dispatcher = new Agent();

/** @returns ms from the request to the first word */
async function firstWord(url: string, body: object, headers = {}): Promise<number> {
	const start = performance.now();
	const response = await request(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
		dispatcher,
	});
	let first: number | undefined;
	let text = '';
	for await (const bytes of response.body) {
		text += String(bytes);
		if (/"type":"(item|message\.output\.delta)"/.test(text)) first ??= performance.now() - start;
	}
	if (first === undefined) throw new Error(`${url} said nothing: ${text}`);
	return first;
}

const startLoop = 'bare loop: start';
const firstLoop = 'bare loop: list, start';
const secondLoop = 'bare loop: list, append';
const secondSend = 'Send, second message';

interface Contender {
	name: string;
	/** Makes what is not measured, such as the first message of a session; gives what is. */
	ready(round: number): Promise<() => Promise<number>>;
	/** The contender that does the same with as little as can be. */
	bound?: string;
}

function contendersFor(n8n: N8n, { url, apiKey }: Simulator): Contender[] {
	const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
	const path = '/v1/conversations';
	const said = (sessionId: string) => ({ sessionId, chatInput: question });
	const at = (address: string, body: object) => () =>
		firstWord(`${n8n.url}/webhook/${address}`, body);
	const always = (measured: () => Promise<number>) => () => Promise.resolve(measured);
	/** A loop that looks for the session, but needs not find it: it is told what to ask then. */
	const bare = (asked: { lists: number; path: string; request: object; sender?: 'n8n' }) =>
		at('bare', { ...said('bare'), ...asked });
	/** A message of a session: its first one, or the one after it. */
	const message = (address: string, isSecond: boolean) => async (round: number) => {
		const body = said(`${address} ${isSecond} ${round}`);
		if (isSecond) await at(address, body)();
		return at(address, body);
	};
	const append = async () => {
		const metadata = { sessionKey: 'bare' };
		const body = JSON.stringify({ model, inputs: question, metadata });
		const begun = await request(url + path, { method: 'POST', headers, body });
		const { conversation_id: id } = (await begun.body.json()) as { conversation_id: string };
		return bare({ lists: 2, path: `${path}/${id}`, request: {} });
	};
	return [
		{
			name: 'the model, without n8n',
			ready: always(() =>
				firstWord(url + path, { model, inputs: question, stream: true }, headers),
			),
		},
		{ name: 'n8n, a node that says a word', ready: always(at('word', {})) },
		{ name: startLoop, ready: always(bare({ lists: 0, path, request: { model } })) },
		{
			name: 'bare loop, sent by n8n: start',
			ready: always(bare({ lists: 0, path, request: { model }, sender: 'n8n' })),
			bound: startLoop,
		},
		{ name: 'Start', ready: always(at('start', said('none'))), bound: startLoop },
		{ name: firstLoop, ready: always(bare({ lists: 2, path, request: { model } })) },
		{ name: 'Send, first message', ready: message('send', false), bound: firstLoop },
		{ name: secondLoop, ready: append },
		{ name: secondSend, ready: message('send', true), bound: secondLoop },
		{ name: 'AI Agent, first message', ready: message('agent', false), bound: startLoop },
		{ name: 'AI Agent, second message', ready: message('agent', true), bound: startLoop },
	];
}

async function main() {
	const simulator = await startSimulator({ wordDelay });
	const completions = await startCompletions(words, wordDelay);
	const n8n = await startN8n({
		package: root,
		env: {
			N8N_CUSTOM_EXTENSIONS: path.join(__dirname, 'chat'),
			NODE_OPTIONS: `--require ${path.join(__dirname, 'chat/redirect.cjs')}`,
			MISTRAL_SERVER: completions.url,
		},
	});
	const { apiKey, url: baseUrl } = simulator;
	await n8n.api.setUpOwner();
	await n8n.api.createCredential('mistralAgentsApi', 'Mistral', { apiKey, baseUrl });
	await n8n.api.createCredential('mistralCloudApi', 'Mistral Cloud', { apiKey });
	for (const one of workflows) await n8n.api.activate(await n8n.api.importWorkflow(one));

	const contenders = contendersFor(n8n, simulator);
	const times = new Map<string, number[]>();
	const requests = new Map<string, string[]>();
	// In turn, so that all meet the same state of the machine. The first rounds warm up.
	for (let round = -3; round < rounds; round++) {
		for (const { name, ready } of contenders) {
			const measured = await ready(round);
			// n8n stores an execution after its last word.
			await new Promise((resolve) => setTimeout(resolve, 100));
			const before = [simulator.requests.length, completions.requests.length] as const;
			const ms = await measured();
			if (round >= 0) times.set(name, [...(times.get(name) ?? []), ms]);
			requests.set(name, [
				...simulator.requests.slice(before[0]).map(({ method, path }) => `${method} ${path}`),
				...completions.requests.slice(before[1]),
			]);
		}
	}

	console.log(`\nto the first word through a streaming webhook, ms (median of ${rounds})`);
	const medianOf = (name: string) => median(times.get(name) ?? []);
	for (const { name, bound } of contenders) {
		const ms = medianOf(name);
		const cells = [ms.toFixed(1).padStart(6), `${requests.get(name)?.length} requests`];
		if (bound !== undefined) {
			const least = medianOf(bound);
			cells.push(
				`${(ms - least).toFixed(1).padStart(5)} ms and ${(ms / least).toFixed(2)} x`,
				bound,
			);
			result(
				`to the first word through n8n: ${name}`,
				bound,
				`${(ms - least).toFixed(1)} ms more`,
				/^(Start|Send)/.test(name) ? '≤ 5 ms over the loop' : '(not ours)',
			);
		}
		console.log(`  ${name.padEnd(30)} ${cells.join('  ')}`);
	}
	console.log(`  ${secondSend}: ${requests.get(secondSend)?.join(', ')}`);
	await n8n.stop();
	completions.close();
	await simulator.close();
	process.exit();
}

void main();
