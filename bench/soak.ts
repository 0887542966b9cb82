/**
 * A busy hour in ten minutes, in a full n8n: a schedule, a chat, a trigger and a sync at once, again and again.
 * Prints what n8n's process holds each half minute. `-- soak`, with SOAK_MINUTES for another length.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Triggered } from '../e2e/triggered';
import { importChain, node } from '../e2e/workflows';
import { startN8n, type N8n } from '../scripts/n8n/startN8n';
import { startSimulator } from '../simulator/server';
import { median, result } from './sideBySide';

const minutes = Number(process.env.SOAK_MINUTES ?? 10);
/** In ms. */
const sampleTime = 30_000;
const root = path.resolve(__dirname, '..');
const conversations = 'n8n-nodes-mistral-agents.mistralConversations';

/** What n8n's own metrics say of its process. */
const gauges = {
	'heap, MB': 'n8n_nodejs_heap_size_used_bytes',
	'resident, MB': 'n8n_process_resident_memory_bytes',
	'file descriptors': 'n8n_process_open_fds',
	handles: 'n8n_nodejs_active_handles_total',
} as const;

type Sample = Record<keyof typeof gauges, number>;

async function sample({ url }: N8n): Promise<Sample> {
	const text = await (await fetch(`${url}/metrics`)).text();
	const value = ([name, metric]: [string, string]) => {
		const [, found] = new RegExp(`^${metric} (\\S+)$`, 'm').exec(text) ?? [];
		if (found === undefined) throw new Error(`n8n has no metric ${metric}`);
		return [name, Number(found) / (name.endsWith('MB') ? 1e6 : 1)];
	};
	return Object.fromEntries(Object.entries(gauges).map(value)) as Sample;
}

/** A webhook and what it starts. @returns what calls it */
async function webhook(
	n8n: N8n,
	address: string,
	responseMode: string,
	type: string,
	parameters: object,
) {
	const hook = { httpMethod: 'POST', path: address, responseMode };
	const trigger = node('Webhook', 'n8n-nodes-base.webhook', hook, {
		typeVersion: 2.1,
		webhookId: address,
	});
	await n8n.api.activate(
		await importChain({ n8n }, address, trigger, node('Mistral', type, parameters)),
	);
	return async (body: object) => {
		const headers = { 'content-type': 'application/json' };
		const request = { method: 'POST', headers, body: JSON.stringify(body) };
		const response = await fetch(`${n8n.url}/webhook/${address}`, request);
		const text = await response.text();
		if (!response.ok) throw new Error(`${address}: HTTP ${response.status} ${text}`);
	};
}

async function main() {
	const simulator = await startSimulator({ wordDelay: 5, processingTime: 0 });
	const warnings: string[] = [];
	const n8n = await startN8n({
		package: root,
		env: {
			N8N_METRICS: 'true',
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
			NODE_OPTIONS: `--require ${path.join(__dirname, 'soak/collect.cjs')}`,
		},
		onLog: (line) =>
			void (/MaxListeners|EventEmitter memory leak/.test(line) && warnings.push(line)),
	});
	await n8n.api.setUpOwner();
	const { apiKey, url: baseUrl } = simulator;
	await n8n.api.createCredential('mistralAgentsApi', 'Mistral', { apiKey, baseUrl });
	const library = simulator.state.libraries.add({ name: 'Soak' }).id;

	const every = { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } };
	const schedule = node('Schedule', 'n8n-nodes-base.scheduleTrigger', every, { typeVersion: 1.2 });
	const asking = node('Mistral', conversations, { operation: 'start', text: 'What is new?' });
	await n8n.api.activate(await importChain({ n8n }, 'schedule', schedule, asking));
	const chat = await webhook(n8n, 'chat', 'streaming', conversations, {
		operation: 'send',
		text: '={{ $json.body.chatInput }}',
		sessionKey: '={{ $json.body.sessionId }}',
	});
	const sync = await webhook(n8n, 'sync', 'lastNode', 'n8n-nodes-mistral-agents.mistralLibraries', {
		resource: 'document',
		operation: 'sync',
		libraryId: { __rl: true, mode: 'id', value: library },
		inputType: 'text',
		key: '={{ $json.body.key }}',
		fileName: '={{ $json.body.key }}',
		text: '={{ $json.body.text }}',
	});
	const triggered = await Triggered.create({ n8n }, { emit: 'entry' });

	const done = { chats: 0, syncs: 0, triggers: 0 };
	const end = Date.now() + minutes * 60_000;
	const again = async (pause: number, work: (round: number) => Promise<void>) => {
		for (let round = 0; Date.now() < end; round++) {
			await work(round);
			await sleep(pause);
		}
	};
	const samples: Sample[] = [];
	console.log(`\n${minutes} minutes of schedule, chat, trigger and sync in one n8n`);
	await Promise.all([
		...Array.from({ length: 3 }, (_, lane) =>
			again(50, async (round) => {
				await chat({ sessionId: `${lane} ${round % 7}`, chatInput: `Message ${round}` });
				done.chats++;
			}),
		),
		again(200, async (round) => {
			await sync({ key: `${round % 50}.txt`, text: `Document of round ${round}` });
			done.syncs++;
		}),
		again(2000, async () => {
			await triggered.activate();
			await sleep(3000);
			await triggered.deactivate();
			done.triggers++;
		}),
		again(sampleTime, async () => {
			const now = await sample(n8n);
			samples.push(now);
			console.log(
				`  ${Object.entries(now)
					.map(([name, value]) => `${name} ${value.toFixed(0)}`)
					.join('  ')}`,
			);
			// The simulator's own memory is not what is measured.
			simulator.requests.length = 0;
		}),
	]);
	console.log(`  done: ${done.chats} chats, ${done.syncs} syncs, ${done.triggers} triggers`);
	// The first third warms up; then halves are compared, as a heap goes up and down.
	const steady = samples.slice(Math.floor(samples.length / 3));
	const half = Math.floor(steady.length / 2);
	for (const name of Object.keys(gauges) as Array<keyof typeof gauges>) {
		const [before, after] = [steady.slice(0, half), steady.slice(half)].map((part) =>
			median(part.map((one) => one[name])).toFixed(0),
		);
		result(`soak of ${minutes} minutes: ${name}`, `earlier: ${before}`, `later: ${after}`, 'flat');
	}
	result('soak: warnings of listeners left', '', String(warnings.length), '0');
	await n8n.stop();
	await simulator.close();
	process.exit();
}

void main();
