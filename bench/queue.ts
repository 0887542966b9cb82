/**
 * 1,000 calls of a webhook → Send on 200 sessions, through n8n in queue mode with one worker and with two,
 * beside a workflow that does nothing: calls per second, order, and who is busy (Linux only).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { INode } from 'n8n-workflow';

import { activateWebhook, call } from '../e2e/webhooks';
import { node } from '../e2e/workflows';
import { QueueMode } from '../scripts/n8n/queue/queueMode';
import { type Simulator, startSimulator } from '../simulator/server';
import { median } from './sideBySide';

const sessions = Array.from({ length: 200 }, (_, index) => index);
const texts = ['One', 'Two', 'Three', 'Four', 'Five'];
const calls = sessions.length * texts.length;
/** In ms: an answer that has not come by then does not come, as n8n has missed the end of its execution. */
const patience = 300_000;
const root = path.resolve(__dirname, '..');

const workflows: Record<string, INode> = {
	nothing: node('Nothing', 'n8n-nodes-base.noOp'),
	send: node('Send', 'n8n-nodes-mistral-agents.mistralConversations', {
		operation: 'send',
		text: '={{ $json.body.text }}',
		sessionKey: '={{ $json.body.session }}',
	}),
};

/** In s, of a process and of all that it has started; the kernel counts in hundredths. */
function cpuOf(pid: number): number {
	const stats = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				return [readFileSync(`/proc/${name}/stat`, 'utf8')];
			} catch {
				// It has ended meanwhile.
				return [];
			}
		})
		.map((stat) => {
			// The name before the last bracket may hold anything.
			const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			const times = fields.slice(11, 15).map(Number);
			return {
				id: Number.parseInt(stat),
				parent: Number(fields[1]),
				seconds: times.reduce((sum, time) => sum + time, 0) / 100,
			};
		});
	const treeOf = (id: number): number =>
		(stats.find((one) => one.id === id)?.seconds ?? 0) +
		stats.filter(({ parent }) => parent === id).reduce((sum, one) => sum + treeOf(one.id), 0);
	return treeOf(pid);
}

/** Seconds of CPU that each has used so far. */
const cpuTimes = ({ main, workers, redis, database }: QueueMode) => [
	cpuOf(main.processId),
	...workers.map(({ processId }) => cpuOf(processId)),
	cpuOf(database.processId),
	cpuOf(redis.processId),
	process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
];

/** Each session's messages one after the other, as people wait for answers; or everything at once. */
async function callAll(one: (session: number, text: string) => Promise<void>, inTurn: boolean) {
	const chat = async (session: number) => {
		for (const text of texts) await one(session, text);
	};
	if (inTurn) await Promise.all(sessions.map(chat));
	else await Promise.all(texts.flatMap((text) => sessions.map((session) => one(session, text))));
}

/** What Mistral has in the end: messages, sessions with one conversation, and those with all in order. */
function kept({ state }: Simulator, prefix: string) {
	const said = new Map<unknown, string[]>();
	for (const { metadata, entries } of state.conversations.values()) {
		const key = String(metadata?.sessionKey);
		if (!key.startsWith(prefix)) continue;
		const inputs = entries.flatMap((entry) =>
			entry.type === 'message.input' ? [String(entry.content)] : [],
		);
		said.set(key, [...(said.get(key) ?? []), inputs.join()]);
	}
	const chats = [...said.values()];
	return {
		messages: chats.flat().join().split(',').length,
		single: chats.filter(({ length }) => length === 1).length,
		ordered: chats.filter(([first]) => first === texts.join()).length,
	};
}

const columns = [22, 9, 9, 9, 10, 10, 8, 10, 0];
const row = (cells: Array<string | number>) =>
	console.log(`  ${cells.map((cell, place) => String(cell).padEnd(columns[place] ?? 0)).join('')}`);

async function measure(
	queue: QueueMode,
	simulator: Simulator,
	{ workflow, inTurn }: { workflow: string; inTurn: boolean },
) {
	const prefix = `${workflow} ${queue.workers.length} ${inTurn} `;
	const times: number[] = [];
	const one = async (session: number, text: string) => {
		const start = performance.now();
		const said = { session: prefix + session, text };
		const answer = await Promise.race([
			call({ n8n: queue.main }, workflow, said),
			sleep(patience, undefined, { ref: false }),
		]);
		if (!answer) return;
		if (answer.status !== 200) throw new Error(`${workflow}: HTTP ${answer.status}`);
		times.push(performance.now() - start);
	};
	const before = cpuTimes(queue);
	const start = performance.now();
	await callAll(one, inTurn);
	const seconds = (performance.now() - start) / 1000;
	const busy = cpuTimes(queue).map((time, who) =>
		Math.round(((time - (before[who] ?? 0)) / seconds) * 100),
	);
	const { messages, single, ordered } = kept(simulator, prefix);
	row([
		inTurn ? workflow : `${workflow}, all at once`,
		queue.workers.length,
		(calls / seconds).toFixed(1),
		`${(median(times) / 1000).toFixed(1)} s`,
		times.length,
		...(workflow === 'send' ? [messages, single, ordered] : ['', '', '']),
		busy.join(' '),
	]);
}

async function main() {
	const simulator = await startSimulator();
	const env = { N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000' };
	const queue = await QueueMode.start({ package: root, env }, 1);
	const { apiKey, url: baseUrl } = simulator;
	await queue.main.api.createCredential('mistralAgentsApi', 'Mistral', { apiKey, baseUrl });
	for (const [name, last] of Object.entries(workflows)) {
		await activateWebhook({ n8n: queue.main }, name, 'lastNode', last);
	}
	console.log(`
${calls} calls of a webhook, ${texts.length} in each of ${sessions.length} sessions, which wait for their answers
  CPU: percent of a core, of the main process, each worker, PostgreSQL, Redis, and callers with simulator`);
	row(['', 'workers', 'calls/s', 'median', 'answered', 'messages', 'single', 'in order', 'CPU']);
	for (;;) {
		for (const workflow of Object.keys(workflows)) {
			await measure(queue, simulator, { workflow, inTurn: true });
		}
		await measure(queue, simulator, { workflow: 'send', inTurn: false });
		if (queue.workers.length === 2) break;
		await queue.startWorker();
	}
	await queue.stop();
	await simulator.close();
	process.exit();
}

void main();
