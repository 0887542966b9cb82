// Every check of the project, on a bare checkout. Ends with a line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ensureInstalled, root } from './install.mjs';

ensureInstalled();

const workshop = ['simulator', 'scripts', 'test'];
const bin = (file) => path.join('node_modules', file);
const results = mkdtempSync(path.join(tmpdir(), 'results-'));
const jestResults = path.join(results, 'jest.json');

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
	tests: [
		bin('jest/bin/jest.js'),
		'--json',
		`--outputFile=${jestResults}`,
		...process.argv.slice(2),
	],
	'verification scan of n8n': ['scripts/scan.mjs'],
};

let passed = 0;
let failed = 0;
for (const [name, args] of Object.entries(steps)) {
	console.log(`\n== ${name}`);
	// Jest prints its results as JSON too, which is in the file already.
	const stdio = name === 'tests' ? ['inherit', 'ignore', 'inherit'] : 'inherit';
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio });
	if (status === 0) passed++;
	else failed++;
	if (status !== 0) console.error(`-- failed: ${name}`);
}

try {
	const { numPassedTests, numFailedTests, testResults } = JSON.parse(
		readFileSync(jestResults, 'utf8'),
	);
	const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
	for (const { status, fullName } of tests) {
		if (status === 'pending') console.log(`-- not run: ${fullName}`);
	}
	passed += numPassedTests;
	failed += numFailedTests;
} catch {
	console.error('-- the tests gave no results');
	failed++;
} finally {
	rmSync(results, { recursive: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
