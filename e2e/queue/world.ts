import { afterAll, beforeAll } from '@jest/globals';

import { poll } from '../../scripts/n8n/process/poll';
import { QueueMode } from '../../scripts/n8n/queue/queueMode';
import type { N8n } from '../../scripts/n8n/startN8n';
import { type Simulator, startSimulator } from '../../simulator/server';
import { Gate } from '../../simulator/streams/gate';
import { conversationsOf, saidIn } from '../../test/engine/chat';
import { streamedLines } from '../streamedLines';
import { activateWebhook, call } from '../webhooks';
import { node } from '../workflows';
import { nodeType, root } from '../world';

/** An n8n in queue mode with two workers, and a credential for a simulator. */
interface QueuedWorld {
	queue: QueueMode;
	simulator: Simulator;
	/** The main process that runs now. */
	n8n: N8n;
}

/**
 * n8n's workers hold an execution for a minute after they have last been heard of, and look for such
 * executions every 30 s. Here that goes ten times faster. In ms.
 */
const stalled = {
	QUEUE_WORKER_LOCK_DURATION: '6000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

function useQueue(): QueuedWorld {
	let world: { queue: QueueMode; simulator: Simulator } | undefined;
	const there = () => {
		if (!world) throw new Error('There is an n8n only while a test runs');
		return world;
	};
	beforeAll(async () => {
		const simulator = await startSimulator({ wordDelay: 30, processingTime: 0 });
		const env = { ...stalled, N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '100' };
		const queue = await QueueMode.start({ package: root, env }, 2);
		const { apiKey, url: baseUrl } = simulator;
		await queue.main.api.createCredential('mistralAgentsApi', 'Mistral', { apiKey, baseUrl });
		world = { queue, simulator };
	}, 900_000);
	afterAll(async () => {
		await world?.queue.stop();
		await world?.simulator.close();
	}, 60_000);
	return {
		get queue() {
			return there().queue;
		},
		get simulator() {
			return there().simulator;
		},
		get n8n() {
			return there().queue.main;
		},
	};
}

/** One world for all tests of the file that imports this. */
export const world = useQueue();

export const conversations = '/v1/conversations';
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
/** A field of what a webhook was called with. */
export const body = (field: string) => `={{ $json.body.${field} }}`;

export let streamId: string;
export let sendId: string;
beforeAll(async () => {
	streamId = await activateWebhook(
		world,
		'stream',
		'streaming',
		node('Answer', nodeType, { text: body('text'), options: { streamSteps: true } }),
	);
	sendId = await activateWebhook(
		world,
		'send',
		'lastNode',
		node('Send', nodeType, {
			operation: 'send',
			text: body('text'),
			sessionKey: body('session'),
		}),
	);
}, 60_000);

/** Says something in a new conversation, and gives the lines that come. */
export const stream = (text: string) => streamedLines(`${world.n8n.url}/webhook/stream`, { text });
/** Says something in a session. */
export const send = (session: string, text: string) => call(world, 'send', { session, text });

/**
 * Gives what has been sent to conversations and taken since this was called: not what was refused as
 * another message was being answered.
 */
export function counting() {
	const { requests } = world.simulator;
	const before = requests.length;
	return () =>
		requests
			.slice(before)
			.filter(
				({ method, path, status }) =>
					method === 'POST' && path.startsWith(conversations) && status !== 409,
			);
}

/** The text that the model has answered to one that was said once. */
export function answerTo(text: string): string {
	const all = [...world.simulator.state.conversations.values()];
	const entries = all.find((one) => saidIn(one).includes(text))?.entries ?? [];
	return entries.map((entry) => (entry.type === 'message.output' ? entry.content : '')).join('');
}

/** What the user has said in each conversation of a session. */
export const saidOf = (session: string): unknown[][] =>
	conversationsOf(world.simulator, session).map(saidIn);

/** Asks for an answer whose events wait for the gate; resolves when so many of them have been sent. */
export async function heldAnswer<T>(ask: () => Promise<T>, events: number) {
	const { faults, requests } = world.simulator;
	const before = requests.length;
	const gate = new Gate();
	faults.add({ method: 'POST', path: conversations, gate: gate.pass });
	const asked = ask();
	// Whoever asks may wait for it later.
	asked.catch(() => undefined);
	gate.release(events);
	const sent = () => requests.slice(before).find(({ eventsSent }) => eventsSent[events - 1]);
	await poll(() => Promise.resolve(sent()), { failure: 'No answer', timeout: 20_000 });
	return { gate, asked };
}

/** The newest execution of a workflow; n8n lists those that run first. */
export async function newest(id: string) {
	const all = await world.n8n.api.executions(id);
	return await world.n8n.api.execution(String(Math.max(...all.map((one) => Number(one.id)))));
}
