import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { root } from './install.mjs';

/** Runs jest, names the tests that it did not run, and gives how many passed and failed. */
export function runJest(...args) {
	const folder = mkdtempSync(path.join(tmpdir(), 'results-'));
	const file = path.join(folder, 'jest.json');
	const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${file}`, ...args];
	try {
		// The results are in the file; jest would print them as well.
		const { status } = spawnSync(process.execPath, jest, {
			cwd: root,
			stdio: ['inherit', 'ignore', 'inherit'],
		});
		const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
		for (const { status: outcome, fullName } of testResults.flatMap(
			(one) => one.assertionResults,
		)) {
			if (outcome === 'pending') console.log(`-- not run: ${fullName}`);
		}
		// A file that cannot be loaded fails without a test.
		const isBroken = status !== 0 && numFailedTests === 0;
		return { passed: numPassedTests, failed: numFailedTests + (isBroken ? 1 : 0) };
	} catch (error) {
		console.error(`-- the tests gave no results: ${error.message}`);
		return { passed: 0, failed: 1 };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Prints the closing line and ends the process. */
export function conclude({ passed, failed }) {
	console.log(`\n${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}
