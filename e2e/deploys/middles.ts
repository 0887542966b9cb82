import { expect } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../../scripts/examples';
import { exampleRuns } from '../../scripts/n8n/examples/runs';
import {
	byButton,
	formOf,
	importExample,
	importForLibrary,
	itemsOf,
	sendForm,
	type Surroundings,
	untilWaiting,
} from '../../scripts/n8n/examples/surroundings';
import { saidIn } from '../../test/engine/chat';
import { smallPdf } from '../../test/simulator/smallPdf';
import { streamedLines, textOf } from '../streamedLines';
import { ended, given } from './executions';
import { answer, type Hold, request, until } from './hold';

/** Begins an example and resolves in the middle of it. What it gives is to hold once n8n runs again. */
type Middle = (surroundings: Surroundings, file: string) => Promise<() => Promise<void>>;

/** Of an example that the button starts: n8n does not go on with it by itself, and it can be run again. */
const started =
	(hold: () => Hold): Middle =>
	async (all, file) => {
		const id = await importExample(all, file);
		await until(all, hold(), () => all.n8n.api.run(id));
		return async () => {
			const [execution, ...others] = await ended(all, id);
			expect(execution?.status).toMatch(/crashed|canceled|error/);
			expect(others).toEqual([]);
			await exampleRuns[file]?.(all, file);
		};
	};

/** Of an example that keeps a library in step: the next run finds what the one before it has uploaded. */
const keeping: Middle = async (all, file) => {
	const id = await importExample(all, file, { 'n8n example: handbook': file });
	await until(all, request('POST', /documents$/, 1), () => all.n8n.api.run(id));
	return async () => {
		await byButton(all, id);
		const { libraries } = all.simulator.state;
		const [library, ...others] = libraries.list().filter(({ name }) => name === file);
		expect(others).toEqual([]);
		const names = libraries
			.documents(library?.id ?? '')
			.list()
			.map(({ name }) => name);
		expect(names.sort()).toEqual(['gate.md', 'party.md', 'water.md']);
	};
};

/** Of a chat: the visitor goes on in the same conversation, in which each message stands once. */
const chatting: Middle = async (all, file) => {
	const id = await importExample(all, file);
	const [{ webhookId } = {}] = readExample(file).nodes;
	const say = async (chatInput: string) => {
		const message = { action: 'sendMessage', sessionId: `${file} visitor`, chatInput };
		return await streamedLines(`${all.n8n.url}/webhook/${webhookId}/chat`, message);
	};
	await all.n8n.api.activate(id);
	await say('One');
	await until(all, answer(4), () => say('Two'));
	return async () => {
		expect(textOf(await say('Three'))).not.toBe('');
		const talks = [...all.simulator.state.conversations.values()].filter(({ metadata }) =>
			String(metadata?.sessionKey).endsWith(`${file} visitor`),
		);
		expect(talks.map(saidIn)).toEqual([['One', 'Two', 'Three']]);
	};
};

/** Of an example that waits for somebody: its form is still there. */
const waiting =
	(decision: string, check: (items: Surroundings, id: string) => Promise<void>): Middle =>
	async (all, file) => {
		const id = await importExample(all, file, { 'n8n example: handbook': file });
		const execution = await untilWaiting(all, id);
		return async () => {
			await sendForm(formOf(all, execution), decision);
			const { status } = await all.n8n.api.waitForExecution(execution.id);
			expect(status).toBe('success');
			await check(all, execution.id);
		};
	};

const gives =
	(node: string, items: unknown[]) =>
	async ({ n8n }: Surroundings, execution: string) => {
		expect(itemsOf(await n8n.api.execution(execution), node)).toEqual(items);
	};

/** Of an example whose trigger runs it. */
async function activate(all: Surroundings, file: string): Promise<string> {
	const id = await importExample(all, file);
	await all.n8n.api.activate(id);
	return id;
}

/** Of an example whose trigger asks by itself. */
async function activatedUntil(all: Surroundings, hold: Hold, file: string, texts = {}) {
	const id = await importExample(all, file, texts);
	let activation: Promise<void> | undefined;
	await until(all, hold, () => (activation = all.n8n.api.activate(id)));
	await activation;
	return id;
}

/** By the file's name. */
export const middles: Record<string, Middle> = {
	'agents-as-code.json': async (all, file) => {
		const id = await importExample(all, file);
		await until(all, request('PUT', /aliases$/), () => all.n8n.api.run(id));
		return async () => {
			const report = itemsOf(await byButton(all, id), 'Report');
			expect(report).toHaveLength(2);
			// The other one may have been released before.
			for (const { outcome } of report) expect(outcome).toMatch(/^(released|unchanged)$/);
		};
	},
	'announce-documents.json': async (all, file) => {
		const { libraries } = all.simulator.state;
		const { id: library } = libraries.add({ name: file });
		const id = await importForLibrary(all, file, library);
		await all.n8n.api.activate(id);
		libraries.addDocument(library, { name: 'gate.md', text: 'The gate is locked at nine.' });
		return async () => {
			expect(await given(all, id, 'Announcement', ({ length }) => length > 0)).toEqual([
				{ text: 'gate.md: answers can use it now' },
			]);
		};
	},
	'answer-function-calls.json': async (all, file) => {
		const id = await activatedUntil(all, answer(4, 1), file);
		return async () => {
			// Its execution was cut off, so its calls are given again; Mistral takes no result twice.
			const asked = ({ event }: IDataObject) => event === 'function.call';
			const executions = await ended(all, id, 2);
			expect(executions.map((one) => itemsOf(one, 'Function calls only').some(asked))).toEqual([
				false,
				true,
			]);
			const results = [...all.simulator.state.conversations.values()].flatMap(({ entries }) =>
				entries.filter(({ type }) => type === 'function.result'),
			);
			expect(results).toHaveLength(1);
		};
	},
	'approve-deletions.json': waiting('Apply', async (all, execution) => {
		const { data } = await all.n8n.api.execution(execution);
		expect(data.resultData.runData.Apply?.[0]?.data?.main?.[0]).toHaveLength(3);
	}),
	'approve-tool-calls.json': waiting(
		'Allow',
		gives('Confirm', [expect.objectContaining({ status: 'completed' })]),
	),
	'ask-your-documents.json': started(() => answer(4)),
	'chat-with-library.json': chatting,
	'invoice-to-data.json': async (all, file) => {
		const id = await activate(all, file);
		const [{ webhookId } = {}] = readExample(file).nodes;
		const pdf = new File([smallPdf('Total: 12.50 EUR')], 'invoice.pdf', {
			type: 'application/pdf',
		});
		const send = () => sendForm(`${all.n8n.url}/form/${webhookId}`, pdf);
		await until(all, answer(4), send);
		return async () => {
			await send();
			expect(await given(all, id, 'Booking', ({ length }) => length > 0)).toHaveLength(1);
		};
	},
	'keep-a-drive-in-step.json': keeping,
	'keep-a-folder-in-step.json': keeping,
	'morning-briefing.json': async (all, file) => {
		// Nobody waits for seven o'clock.
		const everyFiveSeconds = { '0 7 * * 1-5': '*/5 * * * * *' };
		const id = await activatedUntil(all, answer(4), file, everyFiveSeconds);
		const [asked = ''] = [...all.simulator.state.conversations.keys()].slice(-1);
		return async () => {
			const messages = await given(all, id, 'Message', ({ length }) => length > 2);
			await all.n8n.api.deactivate(id);
			const ids = messages.map(({ conversation }) => conversation);
			expect(ids).toContain(asked);
			expect(new Set(ids).size).toBe(ids.length);
		};
	},
	'picture-to-file.json': started(() => request('GET', /^\/v1\/files\/.*content$/)),
	'research-and-follow-up.json': started(() => answer(4, 1)),
	'streaming-chat.json': chatting,
	'streaming-webhook.json': async (all, file) => {
		await activate(all, file);
		const ask = () =>
			streamedLines(`${all.n8n.url}/webhook/mistral-stream`, { question: 'What is new in Lyon?' });
		await until(all, answer(4), ask);
		return async () => expect(textOf(await ask())).toContain('Lyon');
	},
	'two-versions.json': started(() => answer(4, 2)),
	'watch-an-agent.json': async (all, file) => {
		const id = await activatedUntil(all, answer(12), file);
		return async () => {
			const isDone = ({ step }: IDataObject) => step === 'conversation.response.done';
			const lines = await given(all, id, 'Log line', (items) => items.some(isDone));
			const details = lines.map(({ detail }) => detail);
			expect(lines.filter(isDone)).toHaveLength(1);
			expect(new Set(details).size).toBe(details.length);
			expect(lines.map(({ step }) => step)).toContain('tool.execution.done');
		};
	},
};
