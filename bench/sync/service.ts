/**
 * A simulator in a process of its own: prints its address, then answers each line of input. `library` makes
 * one, a number is how many ms each request takes from then on, `sent` tells what was sent since the last line.
 */
import { createInterface } from 'node:readline';

import { startSimulator } from '../../simulator/server';

async function main() {
	const { url, apiKey, requests, state, faults } = await startSimulator({ processingTime: 0 });
	const library = () => state.libraries.add({ name: 'Bench' }).id;
	console.log(JSON.stringify({ url, apiKey }));
	for await (const line of createInterface({ input: process.stdin })) {
		const sent = requests.splice(0);
		const bytes = sent.reduce(
			(sum, { headers }) => sum + Number(headers['content-length'] ?? 0),
			0,
		);
		const latency = Number(line);
		if (latency >= 0) faults.clear();
		if (latency > 0) faults.add({ latency, times: Infinity });
		const answer = { requests: sent.length, bytes };
		console.log(JSON.stringify(line === 'library' ? { library: library() } : answer));
	}
}

void main();
