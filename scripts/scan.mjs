// n8n's verification scan, both legs: the sources that would be attested and the tarball that would be
// published. The scanner itself passes packages with warnings, so its lint is run here with its own config.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const requireOfScanner = createRequire(
	createRequire(import.meta.url).resolve('@n8n/scan-community-package/scanner/scanner.mjs'),
);
const { ESLint } = requireOfScanner('eslint');
const glob = requireOfScanner('fast-glob');

const root = path.resolve(import.meta.dirname, '..');
const unpacked = mkdtempSync(path.join(tmpdir(), 'scan-'));

/** Complaints of one leg, with warnings; the scanner's own verdict is asked as well. */
async function scan(directory, patterns) {
	const files = glob.sync(patterns, {
		cwd: directory,
		absolute: true,
		ignore: ['node_modules/**', '**/package-lock.json'],
	});
	if (files.length === 0) throw new Error(`Nothing to scan in ${directory}`);
	const eslint = new ESLint({
		cwd: directory,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(files);
	const complaints = results.flatMap(({ filePath, messages }) =>
		messages.map(
			({ line, message, ruleId }) =>
				`${path.relative(directory, filePath)}:${line} ${message} (${ruleId})`,
		),
	);
	const { passed, message } = await analyzePackage(directory, patterns);
	return { files: files.length, complaints: passed ? complaints : [message, ...complaints] };
}

try {
	execFileSync('npm', ['pack', '--pack-destination', unpacked, '--silent'], { cwd: root });
	execFileSync('sh', ['-c', 'tar -xzf *.tgz && rm *.tgz'], { cwd: unpacked });
	const legs = {
		source: await scan(root, SOURCE_FILE_PATTERNS),
		tarball: await scan(path.join(unpacked, 'package'), ['**/*.js', 'package.json']),
	};
	for (const [leg, { files, complaints }] of Object.entries(legs)) {
		console.log(`scan of the ${leg}: ${files} files, ${complaints.length} errors and warnings`);
		for (const complaint of complaints) console.log(`  ${complaint}`);
		if (complaints.length > 0) process.exitCode = 1;
	}
} finally {
	rmSync(unpacked, { recursive: true });
}
