/**
 * `npm run bench`: all measurements, or those that are named (`-- uploads load`), one after the other. What
 * they print is printed as it comes, and kept in `RESULTS.md`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import packageJson from '../package.json';
import { cacheFolder } from '../scripts/n8n/installation/cacheFolder';
import { node24 } from '../scripts/n8n/installation/node24';

/** The file of each is named like it. */
const benches = [
	'streaming',
	'latency',
	'chat',
	'requests',
	'lists',
	'uploads',
	'sync',
	'tools',
	'trigger',
	'load',
];

/** Take ten minutes each, and Redis and PostgreSQL: only when they are named. */
const others = ['queue', 'soak'];

const resultsFile = path.join(__dirname, 'RESULTS.md');

/** @returns all that it printed */
async function run(bench: string, node = process.execPath): Promise<string> {
	const args = ['--import', 'tsx', path.join(__dirname, `${bench}.ts`)];
	const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	let printed = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		process.stdout.write(text);
		printed += text;
	});
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) throw new Error(`The measurement ${bench} failed`);
	return printed;
}

const isRow = (line: string) => line.startsWith('| ');

const linesOf = (text: string) => text.split('\n');

function tableOf(printed: Iterable<string>): string {
	const rows = [...printed].flatMap(linesOf).filter(isRow);
	return ['| what | beside | measured | goal |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function machine(): string {
	const [{ model = 'unknown' } = {}] = cpus();
	const { 'n8n-core': n8n, '@mistralai/mistralai': sdk, undici } = packageJson.devDependencies;
	return `${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}, n8n ${n8n}, @mistralai/mistralai ${sdk}, undici ${undici}`;
}

/** The sections of `RESULTS.md` by the measurement's name. */
function sectionsBefore(): Map<string, string> {
	if (!existsSync(resultsFile)) return new Map();
	const [, ...sections] = readFileSync(resultsFile, 'utf8').split(/^## (?=\w+$)/m);
	return new Map(sections.map((section) => [linesOf(section)[0] ?? '', section]));
}

/** Measurements that were not made this time keep what they had. */
async function write(measured: ReadonlyMap<string, string>): Promise<void> {
	const before = sectionsBefore();
	const sections = [...benches, ...others].flatMap((name) => {
		const printed = measured.get(name);
		if (printed === undefined) return before.get(name) ?? [];
		return `${name}\n\n${machine()}\n\n\`\`\`text\n${printed.trim()}\n\`\`\`\n`;
	});
	const text = `# What it costs

Written by \`npm run bench\`: medians, and ratios to what stands under _beside_, which was measured in the same run, against the simulator on the same machine. No figure decides a test.

${tableOf(sections)}

${sections.map((section) => `## ${section}`).join('\n')}`;
	const settings = await resolveConfig(resultsFile);
	writeFileSync(resultsFile, await format(text, { ...settings, parser: 'markdown' }));
}

async function main() {
	const named = process.argv.slice(2);
	const all = [...benches, ...others];
	const unknown = named.find((name) => !all.includes(name));
	if (unknown) throw new Error(`There is no measurement ${unknown}; there are ${all.join(', ')}`);
	const measured = new Map<string, string>();
	for (const bench of named.length > 0 ? named : benches) {
		let printed = await run(bench);
		// How Node sends streams has changed; n8n 2 runs on Node 24.
		if (bench === 'uploads') {
			printed += await run(bench, (await node24(cacheFolder(), console.log)).executable);
		}
		measured.set(bench, printed);
		// One that fails does not cost the hour of those before it.
		await write(measured);
	}
	console.log(`\n${tableOf(measured.values())}`);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
