/**
 * `npm run bench`: all measurements, or those that are named (`-- uploads load`), one after the other. What
 * they print is printed as it comes; all of them together write `RESULTS.md`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
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

function tableOf(lines: string[]): string {
	return ['| what | beside | measured | goal |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

async function main() {
	const named = process.argv.slice(2);
	const all = [...benches, ...others];
	const unknown = named.find((name) => !all.includes(name));
	if (unknown) throw new Error(`There is no measurement ${unknown}; there are ${all.join(', ')}`);
	const lines: string[] = [];
	for (const bench of named.length > 0 ? named : benches) {
		lines.push(...(await run(bench)).split('\n'));
		if (bench !== 'uploads') continue;
		// How Node sends streams has changed; n8n 2 runs on Node 24.
		const { executable } = await node24(cacheFolder(), console.log);
		lines.push(...(await run(bench, executable)).split('\n'));
	}
	const table = tableOf(lines.filter(isRow));
	console.log(`\n${table}`);
	if (named.length > 0) return;
	const [{ model = 'unknown' } = {}] = cpus();
	const { 'n8n-core': n8n, '@mistralai/mistralai': sdk, undici } = packageJson.devDependencies;
	const text = `# What it costs

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}, n8n ${n8n}, @mistralai/mistralai ${sdk}, undici ${undici}. All beside each other in one run, against the simulator on the same machine; medians, and ratios to what stands under _beside_. No figure decides a test.

${table}

## In full

\`\`\`text
${lines
	.filter((line) => !isRow(line))
	.join('\n')
	.trim()}
\`\`\`
`;
	const settings = await resolveConfig(resultsFile);
	writeFileSync(resultsFile, await format(text, { ...settings, parser: 'markdown' }));
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
