/** Uploads beside others: memory and time of large files, and the time of many small ones. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { median, result, rounds, times as ratioOf } from './sideBySide';
import type { Load, senders } from './uploads/senders';

type Sender = keyof typeof senders;

const node = `Node ${process.versions.node.split('.')[0]}`;
const folder = mkdtempSync(path.join(tmpdir(), 'uploads-'));
const program = (name: string) => [
	'--expose-gc',
	'--import',
	'tsx',
	`${__dirname}/uploads/${name}`,
];

/** A file of so many bytes; `mark` makes its content another one. */
function fileOf(size: number, mark = 0): string {
	const file = path.join(folder, `${size}-${mark}`);
	writeFileSync(file, Buffer.alloc(size, `${mark} upload `));
	return file;
}

const small = fileOf(1000);

async function startSink(delay: number) {
	const sink = spawn(process.execPath, [...program('sink.ts'), String(delay)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [url] = (await once(sink.stdout, 'data')) as [Buffer];
	return { url: String(url).trim(), close: () => sink.kill() };
}

/** In ms or MB. */
async function measure(what: 'time' | 'memory', sender: Sender, load: Load): Promise<number> {
	const warmUp = load.files.length > 1 ? load.files : [small];
	const { stdout } = await promisify(execFile)(process.execPath, [
		...program('measure.ts'),
		...[what, sender, JSON.stringify({ ...load, warmUp })],
	]);
	return Number(stdout.trim().split('\n').at(-1));
}

interface Case {
	name: string;
	sender: Sender;
	load: Load;
}

/** Runs cases in turn, round after round, and prints medians and ratios to the last one. */
async function compare(title: string, cases: Case[], withMemory = false) {
	const times = new Map<string, number[]>();
	for (let round = 0; round < rounds; round++) {
		for (const { name, sender, load } of cases) {
			times.set(name, [...(times.get(name) ?? []), await measure('time', sender, load)]);
		}
	}
	const base = median([...times.values()].at(-1) ?? []);
	console.log(`\n${title} (median of ${rounds})`);
	for (const { name, sender, load } of cases) {
		const ms = median(times.get(name) ?? []);
		const time = `${ms.toFixed(0).padStart(7)} ms  ${(ms / base).toFixed(2)} x`;
		// That of curl is another process's.
		const isMeasured = withMemory && sender !== 'curl';
		const megabytes = isMeasured ? Math.round(await measure('memory', sender, load)) : undefined;
		const memory = megabytes === undefined ? '' : `  +${megabytes} MB`;
		console.log(`  ${name.padEnd(36)} ${time}${memory}`);
		if (name !== 'this package' && name !== 'this package, 10 at once') continue;
		const figure = `${ratioOf(ms / base)}${memory && `,${memory.trimStart()}`}`;
		const goal = withMemory ? '≤ 1.15 ×, ≤ +30 MB' : '≤ 1.15 ×';
		result(title, String(cases.at(-1)?.name), figure, goal);
	}
}

async function main() {
	const sink = await startSink(0);
	for (const megabytes of [10, 100, 500]) {
		const file = fileOf(megabytes * 1_000_000);
		const load = { url: sink.url, files: [file], concurrency: 1 };
		const names: Sender[] = [
			'this package',
			"n8n's HTTP Request node",
			'official SDK, file as Blob',
			"n8n's stream piped into node:http",
			'curl',
		];
		await compare(
			`one file of ${megabytes} MB, from n8n's storage on disk, ${node}`,
			names.map((name) => ({ name, sender: name, load })),
			true,
		);
		rmSync(file);
	}
	sink.close();

	const slow = await startSink(50);
	const files = Array.from({ length: 200 }, (_, index) => fileOf(100_000, index));
	const load = { url: slow.url, files, concurrency: 10 };
	await compare(`200 documents of 100 kB, 50 ms of server time, ${node}`, [
		{
			name: 'this package, one by one',
			sender: 'this package',
			load: { ...load, concurrency: 1 },
		},
		{ name: 'this package, 10 at once', sender: 'this package', load },
		{ name: 'undici, 10 at once', sender: 'undici', load },
	]);
	slow.close();
	rmSync(folder, { recursive: true });
}

void main();
