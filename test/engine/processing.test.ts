import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import type { Course } from '../../simulator/libraries/processing';
import { newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runLibraries } from './workflow';

const session = useSimulator();

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
const wait = { waitForProcessing: true };
const run = (
	parameters: IDataObject,
	settings: { items?: IDataObject[]; signal?: AbortSignal } & Partial<INode> = {},
) =>
	runLibraries(
		credentialFor(session.simulator),
		{ resource: 'document', ...parameters } as never,
		settings,
	);
/** Uploads texts and waits; the names tell the simulator how each is processed. */
const upload = (
	names: string[],
	{ options, ...settings }: { options?: IDataObject; signal?: AbortSignal } & Partial<INode> = {},
	libraryId = newLibrary(session).id,
) =>
	run(
		{
			operation: 'upload',
			libraryId: byId(libraryId),
			inputType: 'text',
			text: '=The text of {{ $json.name }}',
			fileName: '={{ $json.name }}',
			options: { ...wait, ...options },
		},
		{ items: names.map((name) => ({ name })), ...settings },
	);
const seeded = (course: Course) => {
	const libraryId = newLibrary(session).id;
	const { libraries } = session.simulator.state;
	const { id } = libraries.addDocument(libraryId, { name: 'a.txt', text: 'Text', course });
	return { libraryId: byId(libraryId), documentId: byId(id) };
};
const looks = () => session.simulator.requests.filter(({ path }) => path.endsWith('/status'));

describe('waiting for the processing', () => {
	it('gives the document as it is afterwards', async () => {
		const { outputs } = await upload(['a.txt']);
		expect(outputs[0]).toMatchObject([
			{ name: 'a.txt', process_status: 'done', number_of_pages: 1, created: true },
		]);
		expect(looks()).toHaveLength(2);
	});

	it('is no waiting when the document is processed already', async () => {
		const { id } = newLibrary(session);
		await upload(['a.txt'], {}, id);
		session.simulator.requests.length = 0;
		const { outputs } = await upload(['a.txt'], {}, id);
		expect(outputs[0]).toMatchObject([{ process_status: 'done', created: false }]);
		expect(session.simulator.requests).toHaveLength(1);
	});

	it.each(['done', 'noop', 'self_managed'] as const)('ends well on %s', async (end) => {
		const ids = seeded({ end, time: 100 });
		const { outputs } = await run({ operation: 'getStatus', ...ids, options: wait });
		expect(outputs[0]).toMatchObject([{ process_status: end }]);
	});

	it('looks less and less often', async () => {
		const ids = seeded({ time: 4000 });
		await run({ operation: 'getStatus', ...ids, options: wait });
		const times = looks().map(({ at }) => at);
		const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
		expect(gaps.map((gap) => Math.round(gap / 500) / 2)).toEqual([1, 1.5, 2.5]);
	});

	it('can follow a reprocessing', async () => {
		const ids = seeded({ end: 'error', time: 0 });
		const { outputs, error } = await run({ operation: 'reprocess', ...ids, options: wait });
		expect(error).toBeUndefined();
		expect(outputs[0]).toEqual([
			{ success: true, libraryId: ids.libraryId.value, documentId: ids.documentId.value },
		]);
		expect(looks().length).toBeGreaterThan(0);
	});

	it('of a reprocessing does not end with the status of before', async () => {
		const ids = seeded({ end: 'error', time: 0 });
		session.simulator.state.settings.statusLag = { reads: 3 };
		const { outputs, error } = await run({ operation: 'reprocess', ...ids, options: wait });
		expect(error).toBeUndefined();
		expect(outputs[0]).toMatchObject([{ success: true }]);
		expect(looks().length).toBeGreaterThan(3);
	});

	it('of a reprocessing takes a status that stays what it is after ten seconds', async () => {
		const ids = seeded({ time: 0 });
		session.simulator.state.settings.statusLag = { reads: Infinity };
		const begun = Date.now();
		const { error } = await run({ operation: 'reprocess', ...ids, options: wait });
		expect(error).toBeUndefined();
		expect(Date.now() - begun).toBeGreaterThanOrEqual(10_000);
		const options = { ...wait, processingTimeout: 2 };
		const { error: late } = await run({ operation: 'reprocess', ...ids, options });
		expect(late?.message).toMatch(/not processed after 2 seconds \(done, as before\)/);
		expect(late?.description).toContain('Mistral has accepted to process it once more');
	});

	it('of a reprocessing that cannot be followed says that it was accepted', async () => {
		const ids = seeded({ time: 0 });
		session.simulator.faults.add({ path: /status$/, status: 503, times: Infinity });
		const options = { ...wait, maxRetries: 0 };
		const { error } = await run({ operation: 'reprocess', ...ids, options });
		expect(error?.message).toMatch(
			/^Mistral has accepted to process the document .+ once more, but/,
		);
		expect(error?.httpCode).toBe('503');
	});

	it.each([
		['does not begin', { latency: 20_000 }],
		['does not end', { stallBody: Infinity }],
	])('is over in time when a response about the status %s', async (_, fault) => {
		const ids = seeded({ time: Infinity });
		const begun = Date.now();
		// The first one is the operation's own.
		session.simulator.faults.add({ path: /status$/, skip: 1, times: Infinity, ...fault });
		const options = { ...wait, processingTimeout: 3 };
		const { error } = await run({ operation: 'getStatus', ...ids, options });
		expect(error?.message).toMatch(/not processed after 3 seconds \((todo|in_progress)\)/);
		expect(Date.now() - begun).toBeLessThan(15_000);
	});

	it('is over in time when looks are refused for longer', async () => {
		const ids = seeded({ time: Infinity });
		const begun = Date.now();
		session.simulator.faults.add({
			path: /status$/,
			skip: 1,
			status: 429,
			headers: { 'retry-after': '60' },
			times: Infinity,
		});
		const options = { ...wait, processingTimeout: 2 };
		const { error } = await run({ operation: 'getStatus', ...ids, options });
		expect(error?.httpCode).toBe('429');
		expect(Date.now() - begun).toBeLessThan(15_000);
	});

	it('makes a document that fails an error of its item only', async () => {
		const names = ['a.txt', 'b.error.txt', 'c.txt'];
		const { outputs, pairs } = await upload(names, { onError: 'continueRegularOutput' });
		expect(outputs[0]).toMatchObject([
			{ name: 'a.txt', process_status: 'done' },
			{
				error: expect.stringMatching(/^Mistral could not process the document .+ \(error\)/),
				documentId: expect.any(String),
			},
			{ name: 'c.txt', process_status: 'done' },
		]);
		expect(pairs).toEqual([0, 1, 2]);
	});

	it('ends for all when the run fails', async () => {
		const begun = Date.now();
		const { error } = await upload(['a.waiting.txt', 'b.error.txt', 'c.waiting.txt']);
		expect(error?.message).toContain('could not process the document');
		expect(error?.description).toContain('Document: Reprocess');
		expect(Date.now() - begun).toBeLessThan(15_000);
	});

	it('takes content that is missing for long as a failure', async () => {
		const ids = seeded({ meanwhile: 'missing_content', time: Infinity });
		const { error } = await run({ operation: 'getStatus', ...ids, options: wait });
		expect(error?.message).toContain('(missing_content)');
		const times = looks().map(({ at }) => at);
		expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(9900);
	});

	it('takes content that is missing at first as it is', async () => {
		const { outputs } = await upload(['a.missing.txt']);
		expect(outputs[0]).toMatchObject([{ process_status: 'done' }]);
	});

	it('says after the time that was given how to go on', async () => {
		const { outputs, run: execution } = await upload(['a.waiting.txt'], {
			options: { processingTimeout: 2 },
			onError: 'continueRegularOutput',
		});
		expect(execution.status).toBe('success');
		expect(outputs[0]).toMatchObject([
			{
				error: expect.stringContaining('not processed after 2 seconds (waiting_for_capacity)'),
				documentId: expect.any(String),
			},
		]);
		const { error } = await upload(['a.waiting.txt'], { options: { processingTimeout: 1 } });
		expect(error?.description).toContain('Get Status and its option Wait for Processing');
		expect(error?.description).toContain('It is uploaded');
	});

	it('tells of the document when the API fails meanwhile', async () => {
		session.simulator.faults.add({ path: /status$/, status: 503, times: Infinity });
		const { error } = await upload(['a.txt'], { options: { maxRetries: 0 } });
		expect(error?.message).toMatch(
			/^The document "a.txt" is uploaded \(ID .+\), but the rest failed/,
		);
		expect(error?.httpCode).toBe('503');
	});

	it('leaves its turn to other items', async () => {
		const { processing } = session.simulator.state.libraries;
		processing.time = 10_000;
		const names = Array.from({ length: 200 }, (_, index) => `${index}.txt`);
		const begun = Date.now();
		const { outputs, error } = await upload(names, { options: { maxConcurrency: 5 } });
		expect(error).toBeUndefined();
		expect(outputs[0]?.every(({ process_status: status }) => status === 'done')).toBe(true);
		// One after the other in five turns they would take more than six minutes.
		expect(Date.now() - begun).toBeLessThan(60_000);
		const uploads = session.simulator.requests.filter(({ method }) => method === 'POST');
		expect(uploads).toHaveLength(200);
		// All were sent before the first one was processed.
		expect((uploads.at(-1)?.at ?? 0) - begun).toBeLessThan(10_000);
	});

	it('ends when the user cancels', async () => {
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(), 1500);
		const begun = Date.now();
		const { run: execution } = await upload(['a.waiting.txt', 'b.waiting.txt'], {
			signal: cancel.signal,
		});
		expect(execution.status).toBe('canceled');
		expect(Date.now() - begun).toBeLessThan(15_000);
	});
});
