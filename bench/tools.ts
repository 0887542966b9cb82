/**
 * Five rounds of four tools that take 20 ms each, in n8n's engine: our node, beside the least that can be
 * done, and beside the pattern of n8n's OpenAI node, which runs tools one after the other and sends
 * everything again in each round.
 */
import { setTimeout } from 'node:timers/promises';

import { type IDataObject, type INodeType, NodeConnectionTypes } from 'n8n-workflow';
import { request } from 'undici';

import { type Simulator, startSimulator } from '../simulator/server';
import { supplying } from '../test/engine/toolNodes';
import { credentialFor, runConversations, runNode } from '../test/engine/workflow';
import { result, sideBySide, times } from './sideBySide';

const rounds = 5;
const toolTime = 20;
const names = ['get_sun', 'get_rain', 'get_snow', 'get_wind'];
const toolResult = 'x'.repeat(1000);

const text = [`/rounds ${rounds}`, ...names.map((name) => `/call ${name} {}`)].join('\n');
const parameters = { type: 'object', properties: {} };

async function work() {
	await setTimeout(toolTime);
	return toolResult;
}

const tools = names.map((name) => supplying(name, { name, schema: parameters, invoke: work }));

interface Answer {
	conversation_id: string;
	outputs: IDataObject[];
}
type Post = (path: string, body: IDataObject) => Promise<Answer>;

const start = {
	model: 'mistral-medium-latest',
	tools: names.map((name) => ({
		type: 'function',
		function: { name, description: '', parameters },
	})),
};

const callsIn = ({ outputs }: Answer) => outputs.filter(({ type }) => type === 'function.call');

const entryFor = ({ tool_call_id }: IDataObject, said: string): IDataObject => ({
	type: 'function.result',
	tool_call_id,
	result: said,
});

async function ideal(post: Post) {
	let answer = await post('/v1/conversations', { ...start, inputs: text });
	for (let calls = callsIn(answer); calls.length > 0; calls = callsIn(answer)) {
		const inputs = await Promise.all(calls.map(async (call) => entryFor(call, await work())));
		answer = await post(`/v1/conversations/${answer.conversation_id}`, { inputs });
	}
}

async function everythingAgain(post: Post) {
	const inputs: IDataObject[] = [{ type: 'message.input', role: 'user', content: text }];
	for (;;) {
		const calls = callsIn(await post('/v1/conversations', { ...start, inputs, store: false }));
		if (calls.length === 0) return;
		for (const { tool_call_id, name, arguments: args } of calls) {
			inputs.push({ type: 'function.call', tool_call_id, name, arguments: args });
		}
		for (const call of calls) inputs.push(entryFor(call, await work()));
	}
}

/** A node that does this, so that all contenders have the same engine around them. */
const nodeOf = (
	name: string,
	{ url, apiKey }: Simulator,
	run: (post: Post) => Promise<void>,
): INodeType => ({
	description: {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: name,
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		await run(async (path, body) => {
			const response = await request(url + path, {
				method: 'POST',
				headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			if (response.statusCode !== 200) throw new Error(await response.body.text());
			return (await response.body.json()) as Answer;
		});
		return [[{ json: {} }]];
	},
});

async function main() {
	const simulator = await startSimulator();
	const bytes = new Map<string, number[]>();

	const counted =
		(name: string, run: () => Promise<{ error?: { message: string } }>) => async () => {
			simulator.requests.length = 0;
			const { error } = await run();
			if (error) throw new Error(`${name}: ${error.message}`);
			const sizes = simulator.requests.map(({ body }) => JSON.stringify(body).length);
			if (sizes.length !== rounds + 1) throw new Error(`${name}: ${sizes.length} requests`);
			bytes.set(name, sizes);
		};
	const inNode = (name: string, run: (post: Post) => Promise<void>) => {
		const nodeTypes = { 'bench.node': nodeOf(name, simulator, run) };
		return counted(name, async () => await runNode('bench.node', {}, {}, { nodeTypes }));
	};
	const ours = (name: string, stream: boolean) =>
		counted(
			name,
			async () =>
				await runConversations(
					credentialFor(simulator),
					{ operation: 'start', text, stream },
					{ tools },
				),
		);

	for (const modelTime of [0, 200]) {
		simulator.faults.clear();
		simulator.faults.add({ latency: modelTime, times: Infinity });
		const title = `${rounds} rounds of ${names.length} tools of ${toolTime} ms, answers of ${modelTime} ms`;
		const ratios = await sideBySide(title, {
			ideal: inNode('ideal', ideal),
			ours: ours('ours', false),
			'ours, streamed': ours('ours, streamed', true),
			'everything again, one by one': inNode('everything again, one by one', everythingAgain),
		});
		const { ours: whole, 'ours, streamed': streamed } = ratios;
		result(title, 'ideal', `${times(whole)}, streamed ${times(streamed)}`, '≤ 1.1 ×');
	}
	console.log('\nbytes sent per request');
	for (const [name, sizes] of bytes) console.log(`  ${name.padEnd(36)} ${sizes.join(', ')}`);
	await simulator.close();
	process.exit();
}

void main();
