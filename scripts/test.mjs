// Every check of the project but the end-to-end tests, on a bare checkout.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { ensureInstalled, root } from './install.mjs';
import { conclude, runJest } from './jest.mjs';

ensureInstalled();

const workshop = ['simulator', 'scripts', 'test', 'e2e', 'bench'];
const bin = (file) => path.join('node_modules', file);

const steps = {
	'lint of what is shipped, under the rules of n8n': [
		bin('eslint/bin/eslint.js'),
		...['nodes', 'credentials', 'package.json', '--max-warnings', '0'],
	],
	'lint of the rest': [
		bin('eslint/bin/eslint.js'),
		...['-c', 'eslint.workshop.config.mjs', ...workshop, '--max-warnings', '0'],
	],
	formatting: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
	types: [bin('typescript/bin/tsc')],
	build: [bin('gulp/bin/gulp.js'), 'build', '--silent'],
	'verification scan of n8n': ['scripts/scan.mjs'],
};

const total = { passed: 0, failed: 0 };
for (const [name, args] of Object.entries(steps)) {
	console.log(`\n== ${name}`);
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
	if (status === 0) total.passed++;
	else {
		total.failed++;
		console.error(`-- failed: ${name}`);
	}
}

console.log('\n== tests');
// Those of the tests by chance are not jest's: see CONTRIBUTING.
const own = { '--runs': 'CHAOS_RUNS', '--seed': 'CHAOS_SEED' };
const jestArgs = process.argv.slice(2);
for (const [option, variable] of Object.entries(own)) {
	const place = jestArgs.indexOf(option);
	if (place >= 0) [, process.env[variable]] = jestArgs.splice(place, 2);
}
// Jest would leave a core to whoever else is there.
const { passed, failed } = runJest('--maxWorkers=100%', ...jestArgs);
conclude({ passed: total.passed + passed, failed: total.failed + failed });
