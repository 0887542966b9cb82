/**
 * `npm run check:n8n -- VERSION… [--scan]`: whether the package and its examples do in other versions of n8n
 * what they do in ours; a version may be a tag, such as `latest`. With `--scan`, n8n's verification scan first.
 * Ends with 1 when something does not, with 2 when it cannot tell.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { type Trial, tryVersion } from './examples/tryVersion';
import { exactVersion } from './installation/exactVersion';

async function check(): Promise<number> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { scan: { type: 'boolean', default: false } },
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
			await tryVersion(version, (tried, problem, seconds) =>
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

/** What was tried in rows, the versions in columns; below it, what happened where something was not ok. */
function tableOf(trials: Trial[]): string {
	const tried = [...new Set(trials.flatMap(({ outcomes }) => [...outcomes.keys()]))];
	const cell = ({ outcomes }: Trial, name: string) =>
		!outcomes.has(name) ? 'not tried' : outcomes.get(name) === undefined ? 'ok' : 'FAILED';
	const rows = [
		['', ...trials.map(({ version }) => `n8n ${version}`)],
		...tried.map((name) => [name, ...trials.map((trial) => cell(trial, name))]),
	];
	const widths = rows[0]?.map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	const lines = rows.map((row) =>
		row
			.map((text, column) => text.padEnd(widths?.[column] ?? 0))
			.join(' | ')
			.trimEnd(),
	);
	const problems = trials.flatMap(({ version, outcomes }) =>
		[...outcomes].flatMap(([name, problem]) =>
			problem ? [`n8n ${version}, ${name}: ${problem}`] : [],
		),
	);
	return [...lines, '', ...problems].join('\n').trimEnd();
}

check().then(
	(code) => (process.exitCode = code),
	(error: Error) => {
		console.error(error.message);
		process.exitCode = 2;
	},
);
