/**
 * Sync of many documents, of which none, 1 % or all have changed: requests, bytes, time and peak memory,
 * beside the least possible and beside plain uploads; with a server that answers at once, and with one that
 * takes 50 ms. `-- 1000` chooses how many documents, `-- 1000 50` also the ms.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runLibraries } from '../test/engine/workflow';
import { type Service, startService } from './service';
import { growth, result, times } from './sideBySide';

const [given, givenTime] = process.argv.slice(2).map(Number);

/** How many documents, and what the server takes for each request, in ms. */
const loads: Array<[count: number, serverTime: number]> = given
	? [[given, givenTime ?? 0]]
	: [
			[1000, 50],
			[100, 0],
			[1000, 0],
			[10_000, 0],
		];

/** In bytes. */
const size = 2000;
const concurrency = 10;

/** Versions of all documents; those below `changed` have the new one. */
const items = (count: number, changed: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => {
		const text = `Document ${index}, version ${index < changed ? 2 : 1}. `;
		return { path: `folder/${index}.txt`, text: text.padEnd(size, 'x') };
	});

/** Since the last `forget`, in MB. */
function peakMemory(): number {
	const [, kilobytes = 0] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
	return Number(kilobytes) / 1024;
}

const forget = () => {
	globalThis.gc?.();
	writeFileSync('/proc/self/clear_refs', '5');
};

interface Measured {
	requests: number;
	/** In ms. */
	time: number;
	/** Of this process, which is not the server's, in ms. */
	cpu: number;
	/** In MB, more than before. */
	peak: number;
}

/** Runs an operation of the node, and prints what it has cost. */
async function measure(
	service: Service,
	title: string,
	parameters: IDataObject,
	input: IDataObject[],
	least?: number,
): Promise<Measured> {
	await service.ask('sent');
	forget();
	const memory = peakMemory();
	const begun = performance.now();
	const cpuBegun = process.cpuUsage();
	const { error } = await runLibraries(
		service.credential,
		{
			resource: 'document',
			inputType: 'text',
			text: '={{ $json.text }}',
			fileName: '={{ $json.path }}',
			...parameters,
		} as INodeParameters,
		{ items: input },
	);
	const time = performance.now() - begun;
	const { user, system } = process.cpuUsage(cpuBegun);
	if (error) throw new Error(error.message);
	const peak = peakMemory() - memory;
	const { requests = 0, bytes = 0 } = await service.ask('sent');
	console.log(
		[
			`  ${title.padEnd(24)}`,
			`${String(requests).padStart(6)} requests (least ${least ?? requests})`,
			`${(bytes / 1_000_000).toFixed(2).padStart(7)} MB sent`,
			`${(time / 1000).toFixed(1).padStart(7)} s`,
			`+${Math.max(0, peak).toFixed(0)} MB`,
		].join('  '),
	);
	return { requests, time, cpu: (user + system) / 1000, peak };
}

/** Marks as Sync writes them, so that the uploads beside it send as much. */
const marks = JSON.stringify({
	n8n_source: ['workflow'],
	n8n_keys: ['folder/1000.txt'],
	n8n_version: [''],
	n8n_sha256: 'a'.repeat(64),
});

/** What was measured, and what a document costs this process in ms, by how many there were. */
const costs = new Map<string, Map<number, number>>();

async function compare(service: Service, count: number, serverTime: number): Promise<void> {
	console.log(
		`\n${count} documents of ${size} bytes, ${concurrency} at a time, ${serverTime} ms of server time`,
	);
	const location = async () => ({
		libraryId: { __rl: true, mode: 'id', value: (await service.ask('library')).library },
	});
	const options = { maxConcurrency: concurrency, maxDeletePercent: 100 };
	const upload = async (title: string, more: IDataObject, least: number) => {
		const parameters = { operation: 'upload', options: { ...options, ...more } };
		const place = await location();
		return await measure(service, title, { ...parameters, ...place }, items(count, 0), least);
	};
	const plain = await upload('plain uploads', {}, count);
	// An upload carries no attributes, and so no marks.
	const marked = await upload('with such marks', { attributes: marks }, 2 * count);
	const syncing = { operation: 'sync', key: '={{ $json.path }}', deleteMissing: true, options };
	const sync = { ...syncing, ...(await location()) };
	const pages = Math.max(1, Math.ceil(count / 100));
	// Of each new content an upload and its marks.
	const run = async (title: string, changed: number, least: number) => {
		const measured = await measure(service, title, sync, items(count, changed), least);
		const { requests, time, cpu, peak } = measured;
		result(
			`sync of ${count} documents, ${title}, ${serverTime} ms of server time`,
			`${least} requests, the least`,
			`${requests} requests, ${(time / 1000).toFixed(1)} s, +${peak.toFixed(0)} MB`,
			'=',
		);
		if (serverTime === 0) costs.set(title, (costs.get(title) ?? new Map()).set(count, cpu / count));
		return measured;
	};
	const first = await run('the first time', 0, 1 + 2 * count);
	await run('none changed', 0, pages);
	const few = Math.ceil(count / 100);
	// Of each replaced one also a look at the old document and its deletion.
	await run('1 % changed', few, pages + 4 * few);
	// The contents of the 1 % are there already.
	const left = count - few;
	await run('all changed', count, pages + 4 * left);
	const ratio = (beside: Measured) => times(first.time / beside.time);
	const beside = `plain uploads; uploads with marks: ${ratio(marked)}`;
	result(`the first sync of ${count}, its time`, beside, ratio(plain), '≤ 1.2 ×');
	if (serverTime === 0) return;
	const wait = (first.requests * serverTime) / concurrency;
	console.log(
		`  the server's time alone, ${concurrency} requests at a time, is ${(wait / 1000).toFixed(1)} s of it`,
	);
}

async function main() {
	const service = await startService();
	const { library } = await service.ask('library');
	const libraryId = { __rl: true, mode: 'id', value: library };
	const warmUp = { operation: 'sync', key: '={{ $json.path }}', libraryId };
	await measure(service, 'warm-up', warmUp, items(300, 0));
	for (const [count, serverTime] of loads) {
		await service.ask(serverTime);
		await compare(service, count, serverTime);
	}
	for (const [title, byCount] of costs) growth(`sync, ${title}, CPU`, byCount);
	service.close();
}

void main();
