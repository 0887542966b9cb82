/** 10,000 events in one answer, in a full n8n: executions, order and peak memory (Linux only). */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Triggered, itemsIn } from '../e2e/triggered';
import { startN8n } from '../scripts/n8n/startN8n';
import { startSimulator } from '../simulator/server';
import { result } from './sideBySide';

const count = 10_000;
const root = path.resolve(__dirname, '..');

/** Highest resident memory of a process so far, in MB. */
const peakOf = (pid: number) =>
	Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const events = [
	{ type: 'conversation.response.started', conversation_id: 'conv_1' },
	...Array.from({ length: count - 2 }, (_, i) => ({
		type: 'message.output.delta',
		id: 'msg_1',
		output_index: 0,
		role: 'assistant',
		content: `${i} `,
	})),
	{ type: 'conversation.response.done', usage: { prompt_tokens: 1, total_tokens: 1 } },
];
const whole = Array.from({ length: count - 2 }, (_, i) => `${i} `).join('');

/** @param wordDelay between two events, in ms */
async function measure(title: string, wordDelay: number) {
	const simulator = await startSimulator({ wordDelay });
	const n8n = await startN8n({ package: root });
	await n8n.api.setUpOwner();
	await n8n.api.createCredential('mistralAgentsApi', 'Mistral', {
		apiKey: simulator.apiKey,
		baseUrl: simulator.url,
	});
	simulator.faults.add({ method: 'POST', events });
	const before = peakOf(n8n.processId);
	const triggered = await Triggered.create({ n8n }, { emit: 'event' });
	const start = Date.now();
	await triggered.activate();
	const runs = await triggered.until((found) => itemsIn(found).length >= count, {
		timeout: 300_000,
		interval: 2000,
	});
	const seconds = (Date.now() - start) / 1000;
	const text = itemsIn(runs).map(({ content }) => content ?? '');
	console.log(`${count} events in one answer, ${title}
  executions           ${runs.length}, of up to ${Math.max(...runs.map(({ items }) => items.length))} items
  in order, each once  ${text.join('') === whole ? 'yes' : 'NO'}
  seconds              ${seconds.toFixed(1)}
  peak memory of n8n   ${Math.round(before)} MB before, ${Math.round(peakOf(n8n.processId))} MB after`);
	result(
		`${count} events in one answer, ${title}`,
		'one execution for each event',
		`${runs.length} executions, ${seconds.toFixed(1)} s, +${Math.round(peakOf(n8n.processId) - before)} MB`,
		'few executions',
	);
	await n8n.stop();
	await simulator.close();
}

void (async () => {
	await measure('no pause between them', 0);
	await measure('1 ms between them', 1);
})();
