/**
 * `npm run check:n8n -- VERSION… [--scan] [--example FILE]`: whether the package and its examples do in other
 * versions of n8n what they do in ours; a version may be a tag, such as `latest`. With `--scan`, n8n's
 * verification scan first; with `--example`, which may be there several times, only these examples. Ends
 * with 1 when something does not, with 2 when it cannot tell.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { exampleFiles } from '../examples';
import { tableOf } from './examples/trialTable';
import { type Trial, tryVersion } from './examples/tryVersion';
import { exactVersion } from './installation/exactVersion';

async function check(): Promise<number> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: {
			scan: { type: 'boolean', default: false },
			example: { type: 'string', multiple: true, default: exampleFiles() },
		},
	});
	if (positionals.length === 0) {
		throw new Error('Name a version of n8n: npm run check:n8n -- VERSION');
	}
	const versions = positionals.map(exactVersion);
	const scanned = !values.scan || scan();
	const trials: Trial[] = [];
	for (const version of versions) {
		console.log(`\nn8n ${version}`);
		trials.push(
			await tryVersion(version, values.example, (tried, problem, seconds) =>
				console.log(`  ${tried}: ${problem ?? 'ok'} (${seconds.toFixed(1)} s)`),
			),
		);
	}
	console.log(`\n${tableOf(trials)}`);
	const problems = trials.flatMap(({ outcomes }) => [...outcomes.values()]).filter(Boolean);
	return scanned && problems.length === 0 ? 0 : 1;
}

function scan(): boolean {
	return spawnSync(process.execPath, ['scripts/scan.mjs'], { stdio: 'inherit' }).status === 0;
}

check().then(
	(code) => (process.exitCode = code),
	(error: Error) => {
		console.error(error.message);
		process.exitCode = 2;
	},
);
