/** From a chunk on the socket to the node's sendChunk, beside a bare loop of undici and the parser. */
import { createParser } from 'eventsource-parser';
import { request } from 'undici';

import { type Simulator, startSimulator } from '../simulator/server';
import { runConversations } from '../test/engine/workflow';
import { result } from './sideBySide';

const count = 1000;

const events = [
	{ type: 'conversation.response.started', conversation_id: 'conv_1' },
	...Array.from({ length: count }, (_, index) => ({
		type: 'message.output.delta',
		id: 'msg_1',
		output_index: 0,
		content_index: 0,
		content: ` word${index}`,
	})),
	{ type: 'conversation.response.done', usage: {} },
];

const now = () => performance.timeOrigin + performance.now();

/** When each word arrived, in ms since 1970. */
async function bare({ url, apiKey }: Simulator): Promise<number[]> {
	const arrivals: number[] = [];
	const { body } = await request(`${url}/v1/conversations`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({ model: 'mistral-medium-latest', inputs: 'Go', stream: true }),
	});
	const decoder = new TextDecoder();
	const parser = createParser({
		onEvent: ({ data }) => {
			if ((JSON.parse(data) as { content?: string }).content) arrivals.push(now());
		},
	});
	for await (const chunk of body)
		parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
	return arrivals;
}

async function ours({ url: baseUrl, apiKey }: Simulator): Promise<number[]> {
	const arrivals: number[] = [];
	await runConversations(
		{ apiKey, baseUrl },
		{ operation: 'start', text: 'Go' },
		{
			// Words that arrive together are passed on together.
			onChunk: ({ type, content = '' }) => {
				if (type !== 'item') return;
				const words = content.split(' ').length - 1;
				for (let word = 0; word < words; word++) arrivals.push(now());
			},
		},
	);
	return arrivals;
}

const quantile = (values: number[], part: number) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;

async function main() {
	const simulator = await startSimulator({ wordDelay: 2 });
	console.log(`\nsocket to caller, ${count} chunks, ms`);
	const medians = new Map<string, string>();
	for (const [name, run] of Object.entries({
		bare,
		ours,
		'bare again': bare,
		'ours again': ours,
	})) {
		simulator.faults.add({ events });
		const arrivals = await run(simulator);
		// The first event tells the conversation.
		const sent = simulator.requests.at(-1)?.eventsSent.slice(1, count + 1) ?? [];
		const delays = sent.map((at, index) => (arrivals[index] ?? Number.NaN) - at);
		const [median, p99] = [0.5, 0.99].map((part) => quantile(delays, part).toFixed(2));
		console.log(`  ${name.padEnd(12)} median ${median}  p99 ${p99}  (${arrivals.length} arrived)`);
		medians.set(name, `${median} ms`);
	}
	const [least = '', own = ''] = ['bare again', 'ours again'].map((name) => medians.get(name));
	result(
		'from the socket to the caller, median',
		`a bare loop: ${least}`,
		own,
		'no more than a loop',
	);
	await simulator.close();
	process.exit();
}

void main();
