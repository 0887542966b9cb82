import assert from 'node:assert/strict';

import { smallPdf } from '../../../test/simulator/smallPdf';
import { readExample } from '../../examples';
import { streamedLines } from '../api/streamedLines';
import type { Execution } from '../api/execution';
import {
	activated,
	byButton,
	executionsUntil,
	formOf,
	importExample,
	importForLibrary,
	itemsOf,
	sendForm,
	type Surroundings,
	untilWaiting,
} from './surroundings';

/** Imports an example, has it do its work the way its user would, and throws when that did not come out. */
type Run = (surroundings: Surroundings, file: string) => Promise<void>;

/** In ms: triggers that look look once a minute. */
const aMinute = 80_000;

/** Of an example that the editor's button starts: what one of its nodes gives in the end. */
const givesByButton =
	(node: string, check: (items: ReturnType<typeof itemsOf>, all: Surroundings) => void): Run =>
	async (all, file) => {
		const execution = await byButton(all, await importExample(all, file));
		check(itemsOf(execution, node), all);
	};

/** Of an example that keeps a library in step: uploads all in its first run, and nothing in its second. */
const keepsInStep: Run = async (all, file) => {
	const id = await importExample(all, file, { 'n8n example: handbook': file });
	const uploads = () =>
		all.simulator.requests.filter(
			({ method, path }) => method === 'POST' && path.endsWith('/documents'),
		).length;
	const before = uploads();
	await byButton(all, id);
	assert.equal(uploads() - before, 3, 'documents uploaded');
	await byButton(all, id);
	assert.equal(uploads() - before, 3, 'documents uploaded after a second run');
};

/** Of an example with a public chat: the answer comes in pieces, and the next one knows of it. */
const chats =
	(question: string, answer: RegExp): Run =>
	async (all, file) => {
		const id = await importExample(all, file);
		const [{ webhookId } = {}] = readExample(file).nodes;
		const say = async (chatInput: string) => {
			const message = { action: 'sendMessage', sessionId: file, chatInput };
			return textIn(await streamedLines(`${all.n8n.url}/webhook/${webhookId}/chat`, message));
		};
		await activated(all, id, async () => {
			assert.match(await say(question), answer);
			await say('And what else?');
			const isTalk = ({ metadata }: { metadata?: unknown }) =>
				(metadata as { sessionKey?: string } | null)?.sessionKey?.endsWith(file);
			assert.equal([...all.simulator.state.conversations.values()].filter(isTalk).length, 1, 'conversations');
		});
	};

function textIn(lines: Awaited<ReturnType<typeof streamedLines>>): string {
	const failed = lines.find(({ type }) => type === 'error');
	assert.equal(failed?.content, undefined);
	const pieces = lines.filter(({ type, content }) => type === 'item' && !content?.startsWith('{'));
	assert.ok(pieces.length > 3, 'the answer came in one piece');
	return pieces.map(({ content }) => content).join('');
}

/** Waits until the node of an active workflow has given something, and gives the first of it. */
async function firstOf(all: Surroundings, id: string, node: string, timeout?: number) {
	const found = (executions: Execution[]) => executions.flatMap((one) => itemsOf(one, node));
	const executions = await executionsUntil(all, id, (some) => found(some).length > 0, timeout);
	return found(executions)[0] ?? {};
}

/** By the file's name. */
export const exampleRuns: Record<string, Run> = {
	'agents-as-code.json': givesByButton('Report', (items) =>
		assert.deepEqual(
			items.map(({ outcome, agent }) => `${String(agent)} ${String(outcome)}`),
			['Support desk released', 'Text counter released'],
		),
	),
	'announce-documents.json': async (all, file) => {
		const { libraries } = all.simulator.state;
		const { id: library } = libraries.add({ name: 'Announced' });
		const id = await importForLibrary(all, file, library);
		await activated(all, id, async () => {
			libraries.addDocument(library, { name: 'gate.md', text: 'The gate is locked at nine.' });
			assert.deepEqual(await firstOf(all, id, 'Announcement', aMinute), {
				text: 'gate.md: answers can use it now',
			});
		});
	},
	'answer-function-calls.json': async (all, file) => {
		const id = await importExample(all, file);
		await activated(all, id, async () => {
			const { text } = await firstOf(all, id, 'Append the results');
			assert.match(String(text), /4711|on its way/);
		});
	},
	'approve-deletions.json': async (all, file) => {
		const id = await importExample(all, file, { 'n8n example: handbook': file });
		const waiting = await untilWaiting(all, id);
		assert.equal(waiting.status, 'waiting');
		await sendForm(formOf(all, waiting), 'Apply');
		const execution = await all.n8n.api.waitForExecution(waiting.id);
		assert.equal(execution.status, 'success');
		assert.equal(itemsOf(execution, 'Apply').length, 3, 'documents applied');
	},
	'approve-tool-calls.json': async (all, file) => {
		const waiting = await untilWaiting(all, await importExample(all, file));
		assert.equal(waiting.status, 'waiting');
		const [{ form } = {}] = itemsOf(waiting, 'Message to the approver');
		await sendForm(String(form), 'Allow');
		const execution = await all.n8n.api.waitForExecution(waiting.id);
		assert.equal(execution.status, 'success');
		assert.equal(itemsOf(execution, 'Confirm')[0]?.status, 'completed');
	},
	'ask-your-documents.json': givesByButton('Ask', ([answer]) =>
		assert.match(String(answer?.text), /Mondays and Thursdays/),
	),
	'chat-with-library.json': chats('What do our documents say of holiday?', /28 days/),
	'invoice-to-data.json': async (all, file) => {
		const id = await importExample(all, file);
		const [{ webhookId } = {}] = readExample(file).nodes;
		const pdf = new File([smallPdf('Total: 12.50 EUR')], 'invoice.pdf', { type: 'application/pdf' });
		await activated(all, id, async () => {
			await sendForm(`${all.n8n.url}/form/${webhookId}`, pdf);
			const { total } = await firstOf(all, id, 'Booking');
			assert.equal(typeof total, 'number');
		});
	},
	'keep-a-drive-in-step.json': keepsInStep,
	'keep-a-folder-in-step.json': keepsInStep,
	'morning-briefing.json': async (all, file) => {
		// Nobody waits for seven o'clock.
		const id = await importExample(all, file, { '0 7 * * 1-5': '*/5 * * * * *' });
		await activated(all, id, async () => {
			const { text } = await firstOf(all, id, 'Message');
			assert.match(String(text), /electric trucks/);
		});
	},
	'picture-to-file.json': async (all, file) => {
		const execution = await byButton(all, await importExample(all, file));
		const [output] = execution.data.resultData.runData['Your file store'] ?? [];
		const binary = output?.data?.main?.[0]?.[0]?.binary;
		assert.equal(binary?.file_0?.mimeType, 'image/png');
	},
	'research-and-follow-up.json': givesByButton('Read the history', (entries) =>
		assert.deepEqual(
			entries.filter(({ type }) => type === 'message.output').length,
			2,
			'answers in the history',
		),
	),
	'streaming-chat.json': chats('Tell me about the old harbour, please', /old harbour/),
	'streaming-webhook.json': async (all, file) => {
		const id = await importExample(all, file);
		await activated(all, id, async () => {
			const question = 'What is new in the city of Lyon?';
			const lines = await streamedLines(`${all.n8n.url}/webhook/mistral-stream`, { question });
			assert.match(textIn(lines), /city of Lyon/);
		});
	},
	'two-versions.json': givesByButton('Side by side', ([answers]) => {
		assert.deepEqual(Object.keys(answers ?? {}), ['first', 'new']);
		assert.ok(answers?.first && answers.new, 'an answer is empty');
	}),
	'watch-an-agent.json': async (all, file) => {
		const id = await importExample(all, file);
		await activated(all, id, async () => {
			const logged = await executionsUntil(all, id, (executions) =>
				executions.some((one) =>
					itemsOf(one, 'Log line').some(({ step }) => step === 'conversation.response.done'),
				),
			);
			const steps = logged.flatMap((one) => itemsOf(one, 'Log line').map(({ step }) => step));
			assert.ok(steps.includes('tool.execution.done'), `steps logged: ${steps.join(', ')}`);
		});
	},
};
