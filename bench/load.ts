/**
 * What n8n pays at its start for all nodes of this package, beside its own OpenAI node and an empty one:
 * each in a fresh process that has loaded n8n-workflow before, as n8n has.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import packageJson from '../package.json';
import { median, result } from './sideBySide';

const rounds = 21;
const root = path.resolve(__dirname, '..');
const { nodes, credentials } = packageJson.n8n;

const ours = `this package, ${nodes.length} nodes and ${credentials.length} credential`;

/** The files that n8n loads. */
const contenders: Record<string, string[]> = {
	"n8n's OpenAI node and its credential": [
		require.resolve('n8n-nodes-base/dist/nodes/OpenAi/OpenAi.node.js'),
		require.resolve('n8n-nodes-base/dist/credentials/OpenAiApi.credentials.js'),
	],
	[ours]: [...nodes, ...credentials].map((file) => path.join(root, file)),
	'an empty node': [path.join(__dirname, 'load/Empty.node.cjs')],
};

interface Cost {
	ms: number;
	/** Of heap that stays. */
	MiB: number;
}

function measure(files: string[]): Cost {
	const program = path.join(__dirname, 'load/measure.cjs');
	const args = ['--expose-gc', program, ...files];
	return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Cost;
}

// In turn, so that all meet the same state of the machine. The first round fills the file cache.
const costs = new Map<string, Cost[]>(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++) {
	for (const [name, files] of Object.entries(contenders)) {
		const cost = measure(files);
		if (round > 0) costs.get(name)?.push(cost);
	}
}

console.log(`\nload in a cold process (median of ${rounds}, the fastest)`);
const [first = []] = costs.values();
const timesOf = (measured: Cost[]) => measured.map(({ ms }) => ms);
const base = median(timesOf(first));
for (const [name, measured] of costs) {
	const times = timesOf(measured);
	const ms = median(times);
	const cells = [
		`${ms.toFixed(1).padStart(5)} ms`,
		`${Math.min(...times)
			.toFixed(1)
			.padStart(5)} ms`,
		`${(ms / base).toFixed(2)} x`,
		`${median(measured.map(({ MiB }) => MiB)).toFixed(2)} MiB`,
	];
	console.log(`  ${name.padEnd(38)} ${cells.join('  ')}`);
	if (name !== ours) continue;
	result(
		`loading ${nodes.length} nodes, cold`,
		`n8n's OpenAI node: ${base.toFixed(1)} ms`,
		`${ms.toFixed(1)} ms, ${median(measured.map(({ MiB }) => MiB)).toFixed(2)} MiB`,
		'≤ 8 ms, ≤ 1 MiB',
	);
}

const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
	cwd: root,
	encoding: 'utf8',
});
const [{ size = Number.NaN } = {}] = JSON.parse(packed) as Array<{ size?: number }>;
result('the tarball', '', `${Math.round(size / 1000)} kB`, '≤ 60 kB');
