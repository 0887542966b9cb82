/** What GitHub runs for this repository, as far as it can be told without GitHub. */
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import packageJson from '../package.json';

const root = path.resolve(__dirname, '..');
const read = (file: string): unknown => parse(readFileSync(path.join(root, file), 'utf8'));

interface Step {
	uses?: string;
	run?: string;
}
interface Workflow {
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	jobs: Record<string, { steps: Step[] }>;
}

const files = readdirSync(path.join(root, '.github/workflows'));
const workflow = (file: string) => read(`.github/workflows/${file}`) as Workflow;
const stepsOf = (file: string) => Object.values(workflow(file).jobs).flatMap((job) => job.steps);
const commandsOf = (file: string) => stepsOf(file).flatMap(({ run }) => run ?? []);

describe.each(files)('the workflow %s', (file) => {
	it('has only commands of package.json and files that can be run', () => {
		const commands = commandsOf(file);
		expect(commands).not.toEqual([]);
		for (const [, name = ''] of commands.join('\n').matchAll(/npm run (?:--silent )?(\S+)/g)) {
			expect(Object.keys(packageJson.scripts)).toContain(name);
		}
		for (const [program] of commands.join('\n').matchAll(/^\.\S+/gm)) {
			expect({ program, there: existsSync(path.join(root, program)) }).toEqual({
				program,
				there: true,
			});
		}
	});

	it('pins its actions by their major versions, and says what it may do', () => {
		const actions = stepsOf(file).flatMap(({ uses }) => uses ?? []);
		expect(actions).not.toEqual([]);
		for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
		expect(workflow(file).permissions.contents).toBe('read');
	});
});

describe('a release', () => {
	it('is made of a tag, after all checks, with provenance', () => {
		const { on, permissions } = workflow('release.yml');
		expect(on).toEqual({ push: { tags: ['v*'] } });
		expect(permissions['id-token']).toBe('write');
		const commands = commandsOf('release.yml');
		const publish = commands.indexOf('npm publish --provenance --access public');
		expect(publish).toBeGreaterThan(commands.indexOf('.ci/run'));
		expect(commands).toContain('.ci/run');
	});
});

describe('dependabot', () => {
	it('leaves alone what is pinned to one version', () => {
		const { updates } = read('.github/dependabot.yml') as {
			updates: Array<{ ignore?: Array<Record<string, unknown>> }>;
		};
		const ignored = updates
			.flatMap(({ ignore = [] }) => ignore)
			.filter((one) => !('update-types' in one))
			.map((one) => one['dependency-name']);
		const pinned = Object.entries(packageJson.devDependencies)
			.filter(([, version]) => /^\d/.test(version))
			.map(([name]) => name);
		expect(ignored.sort()).toEqual(pinned.sort());
	});
});

describe('the form for problems', () => {
	it('asks for the versions, the text of the error and the workflow, all of them', () => {
		const { body } = read('.github/ISSUE_TEMPLATE/problem.yml') as {
			body: Array<{ id: string; validations: { required: boolean } }>;
		};
		expect(body.filter(({ validations }) => validations.required).map(({ id }) => id)).toEqual([
			...['n8n', 'package', 'node', 'error', 'workflow'],
		]);
	});
});

describe('the issue of the weekly watch', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'watch-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	/** Runs the script with a `gh` that knows the open issue of this number, and gives how that was called. */
	function calls({ open = '', ...outcomes }: { open?: string; API: string; N8N: string }) {
		const gh = path.join(folder, 'gh');
		writeFileSync(
			gh,
			`#!/bin/sh\necho "$1 $2 $3" >> calls.txt\nif [ "$2" = list ]; then echo "${open}"; fi\n`,
		);
		chmodSync(gh, 0o755);
		writeFileSync(path.join(folder, 'api.txt'), 'New operations\n');
		const { status, stderr } = spawnSync(path.join(root, '.github/watch-issue.sh'), {
			cwd: folder,
			env: { ...process.env, ...outcomes, PATH: `${folder}:${process.env.PATH}` },
			encoding: 'utf8',
		});
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
		return readFileSync(path.join(folder, 'calls.txt'), 'utf8').trim().split('\n').slice(1);
	}
	const report = () => readFileSync(path.join(folder, 'report.md'), 'utf8');

	it('is opened with what differs', () => {
		const made = calls({ API: 'failure', N8N: 'success' });
		expect(made).toEqual(['label create watch', 'issue create --title']);
		expect(report()).toContain(
			"## Mistral's description of its API\n\n```text\nNew operations\n```",
		);
		expect(report()).not.toContain('n8n');
	});

	it('is brought up to date when it is open, also where a check printed nothing', () => {
		expect(calls({ open: '7', API: 'failure', N8N: 'failure' })).toEqual(['issue edit 7']);
		expect(report()).toMatch(/## The newest n8n\n\n```text\nIt printed nothing/);
	});

	it('is closed when nothing differs any more, and not opened', () => {
		expect(calls({ open: '7', API: 'success', N8N: 'success' })).toEqual(['issue close 7']);
		rmSync(path.join(folder, 'calls.txt'));
		expect(calls({ API: 'success', N8N: 'success' })).toEqual([]);
	});
});
