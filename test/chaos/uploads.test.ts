import { describe } from '@jest/globals';
import fc from 'fast-check';
import type { IBinaryData } from 'n8n-workflow';

import { nameAsWritten } from '../../nodes/shared/transport/multipart';
import type { Fault } from '../../simulator/faults';
import type { StoredDocument } from '../../simulator/libraries/document';
import { startSimulator } from '../../simulator/server';
import { pessimistic } from '../../simulator/settings';
import { inMemory, onDisk } from '../engine/files';
import { credentialFor, type NodeRun, runLibraries } from '../engine/workflow';
import { campaign, promised } from './campaign';
import { soundsLikeAMachine } from './outcomes';
import { quickPauses } from './quickClock';

interface UploadsCase {
	files: Array<{ content: number; name: string; size: number; isOnDisk: boolean }>;
	attributes: boolean;
	/** What a PATCH does to attributes. */
	patch: 'replace' | 'merge';
	updateExisting: boolean;
	waits: boolean;
	maxConcurrency: number;
	maxRetries: number;
	continueOnFail: boolean;
	trouble: Array<{ method: 'POST' | 'PATCH' | 'GET'; skip: number; times: number; what: Trouble }>;
	/** Whether the same is asked for again when all is well. */
	again: boolean;
	/** Whether all else that the vendor leaves open is against us. */
	isPessimistic: boolean;
}

const troubles = [
	429,
	500,
	503,
	400,
	'before-request',
	'before-answer',
	'half-answer',
	'cut early',
	'cut late',
] as const;

type Trouble = (typeof troubles)[number];

const names = ['a.txt', 'Straße – 文書.pdf', 'say "hi".txt', 'a b & 100%.csv', 'back\\slash.txt'];

const uploadsCases: fc.Arbitrary<UploadsCase> = fc.record({
	files: fc.array(
		fc.record({
			content: fc.nat(3),
			name: fc.constantFrom(...names),
			size: fc.constantFrom(10, 1000, 200_000),
			isOnDisk: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 5 },
	),
	attributes: fc.boolean(),
	patch: fc.constantFrom('replace', 'merge'),
	updateExisting: fc.boolean(),
	waits: fc.boolean(),
	maxConcurrency: fc.integer({ min: 1, max: 5 }),
	maxRetries: fc.integer({ min: 0, max: 3 }),
	continueOnFail: fc.boolean(),
	trouble: fc.array(
		fc.record({
			method: fc.constantFrom('POST', 'PATCH', 'GET'),
			skip: fc.nat(5),
			times: fc.integer({ min: 1, max: 5 }),
			what: fc.constantFrom(...troubles),
		}),
		{ maxLength: 4 },
	),
	again: fc.boolean(),
	isPessimistic: fc.boolean(),
});

function faultOf({ what, ...where }: UploadsCase['trouble'][number]): Fault {
	const fault = { ...where, path: '/v1/libraries' };
	if (typeof what === 'number') return { ...fault, status: what };
	if (what === 'cut early') return { ...fault, cutUploadAfter: 1 };
	return what === 'cut late'
		? { ...fault, cutUploadAfter: 100_000 }
		: { ...fault, disconnect: what };
}

const contentOf = ({ content, size }: UploadsCase['files'][number]): string =>
	`${content}`.repeat(size);

const fileOf = async (file: UploadsCase['files'][number]): Promise<IBinaryData> =>
	await (file.isOnDisk ? onDisk : inMemory)(contentOf(file), file.name);

const attributes = { team: 'a' };

async function checkUploads(one: UploadsCase): Promise<void> {
	const simulator = await startSimulator({
		...(one.isPessimistic && pessimistic),
		attributes: one.patch,
	});
	const { id } = simulator.state.libraries.add({ name: 'Tests' });
	const documents = () => simulator.state.libraries.documents(id).list();
	const files = await Promise.all(one.files.map(fileOf));
	const upload = async () =>
		await runLibraries(
			credentialFor(simulator),
			{
				resource: 'document',
				operation: 'upload',
				libraryId: { __rl: true, mode: 'id', value: id },
				options: {
					...(one.attributes && { attributes: JSON.stringify(attributes) }),
					updateExisting: one.updateExisting,
					waitForProcessing: one.waits,
					maxConcurrency: one.maxConcurrency,
					maxRetries: one.maxRetries,
				},
			},
			{
				...(one.continueOnFail && { onError: 'continueRegularOutput' }),
				binaries: files.map((data) => ({ data })),
			},
		);
	try {
		for (const trouble of one.trouble) simulator.faults.add(faultOf(trouble));
		const first = await upload();
		judge(one, first, documents());
		if (!one.again) return;
		simulator.faults.clear();
		const second = await upload();
		promised(
			second.error === undefined,
			'Without trouble all files are uploaded',
			() => second.error,
		);
		judge(one, second, documents());
		judgeFinished(one, first, second, documents());
	} finally {
		await simulator.close();
	}
}

function judge(
	one: UploadsCase,
	{ outputs, error, pairs }: NodeRun,
	documents: StoredDocument[],
): void {
	const items = outputs[0] ?? [];
	const there = () => documents.map((document) => [document.id, document.file.fileName]);
	const details = () => ({ items, error, there: there() });
	const contents = documents.map(({ file }) => file.sha256);
	promised(new Set(contents).size === contents.length, 'A content is there once', details);
	if (error) {
		promised(!one.continueOnFail, 'A node that continues on fail does not fail', details);
		promised(!soundsLikeAMachine({ error: error.message }), 'An error speaks to people', details);
		return;
	}
	const isEach = pairs.join() === [...one.files.keys()].join();
	promised(isEach, 'Every file has exactly one outcome', details);
	for (const [place, item] of items.entries()) {
		const file = one.files[place];
		if (item.error !== undefined) {
			promised(!soundsLikeAMachine(item), 'An error speaks to people', details);
			continue;
		}
		const document = documents.find(({ id }) => id === item.id);
		promised(document !== undefined, 'What is told as uploaded is there', details);
		const size = file && contentOf(file).length;
		promised(document.file.size === size, 'The document is the whole file', details);
		const twins = one.files.filter((other) => file && contentOf(other) === contentOf(file));
		// Until its own upload has set the name, a twin is there under the name that bodies can carry.
		const isNamed = twins.some(({ name }) =>
			[name, nameAsWritten(name)].includes(String(item.name)),
		);
		promised(isNamed, 'The document has the name that was asked for', details);
		const isDone = item.process_status === 'done';
		promised(isDone || !one.waits, 'What was waited for is processed', details);
		if (item.created === true && one.attributes) {
			promised(
				hasAttributes(item),
				'A new document has the attributes that were asked for',
				details,
			);
		}
	}
	// Documents that nobody else uploads are made by this run, each by one item.
	const made = items.filter(({ created }) => created === true).map(({ id }) => id);
	promised(new Set(made).size === made.length, 'A document is new once', details);
}

/** After a second run, in which nothing went wrong, all is there as it was asked for, or was told of. */
function judgeFinished(
	one: UploadsCase,
	first: NodeRun,
	second: NodeRun,
	documents: StoredDocument[],
): void {
	const told = JSON.stringify([first.outputs, first.error?.message, first.error?.description]);
	for (const item of second.outputs[0] ?? []) {
		const document = documents.find(({ id }) => id === item.id);
		const details = () => ({ item, first: first.outputs, error: first.error });
		// Switched off, Update Existing says that documents stay as they are.
		const isAsWanted = !one.attributes || !one.updateExisting || hasAttributes(item);
		const isTold = told.includes('Update Existing');
		promised(document !== undefined, 'What is told as uploaded is there', details);
		promised(isAsWanted || isTold, 'What is left undone is done by the next run, or told', details);
	}
}

const hasAttributes = ({ attributes: found }: { attributes?: unknown }): boolean =>
	(found as typeof attributes | undefined)?.team === attributes.team;

describe('whatever befalls uploads', () => {
	quickPauses();
	campaign('each content is there once, as it was asked for, and each file has one outcome', {
		runs: 60,
		atOnce: 8,
		cases: uploadsCases,
		check: checkUploads,
	});
});
