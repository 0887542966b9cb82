/** What runs the examples in other versions of n8n, as far as it can be told without one. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import packageJson from '../package.json';
import { exampleFiles } from '../scripts/examples';
import { exampleRuns } from '../scripts/n8n/examples/runs';
import { tableOf } from '../scripts/n8n/examples/trialTable';
import { exactVersion } from '../scripts/n8n/installation/exactVersion';
import release from '../scripts/n8n/installation/package.json';

const root = path.resolve(__dirname, '..');

describe('the examples', () => {
	it('are all run', () => {
		expect(Object.keys(exampleRuns).sort()).toEqual(exampleFiles().sort());
	});
});

describe('npm run test:versions', () => {
	const versions = packageJson.scripts['test:versions'].match(/\d+\.\d+\.\d+/g) ?? [];

	it('begins with the version of this project', () => {
		expect(versions[0]).toBe(release.dependencies.n8n);
	});

	it("tries the versions that README's table names", () => {
		const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
		const named = [...readme.matchAll(/^\| n8n (\d+\.\d+\.\d+) \|/gm)].map(
			([, version]) => version,
		);
		expect(named).toEqual(versions);
	});
});

describe('npm run check:n8n', () => {
	it('ends with 2 and a sentence where no version is named', () => {
		const program = ['--import', 'tsx', 'scripts/n8n/versions.ts'];
		const { status, stderr } = spawnSync(process.execPath, program, {
			cwd: root,
			encoding: 'utf8',
		});
		expect({ status, stderr }).toEqual({
			status: 2,
			stderr: 'Name a version of n8n: npm run check:n8n -- VERSION\n',
		});
	});

	it('takes a version for what it is', () => {
		expect(exactVersion('1.123.0')).toBe('1.123.0');
	});

	it('prints the versions side by side, and below what happened', () => {
		const trials = [
			{
				version: '2.41.1',
				outcomes: new Map([
					['chat.json', undefined],
					['form.json', undefined],
				]),
			},
			{ version: '1.123.0', outcomes: new Map([['chat.json', 'No form']]) },
		];
		expect(tableOf(trials).split('\n')).toEqual([
			'          | n8n 2.41.1 | n8n 1.123.0',
			'chat.json | ok         | FAILED',
			'form.json | ok         | not tried',
			'',
			'n8n 1.123.0, chat.json: No form',
		]);
	});
});
