// The end-to-end tests on a bare checkout: a full n8n, a real browser, Redis and PostgreSQL.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { build, ensureInstalled, run } from './install.mjs';
import { conclude, runJest } from './jest.mjs';

const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** What the tests need besides n8n: where it is, Debian's packages of it, and what to do elsewhere. */
const programs = [
	{
		places: [browser],
		packages: ['chromium', 'fonts-liberation'],
		advice: `There is no Chromium at ${browser}: install it, or name another one with CHROMIUM.`,
	},
	{
		places: onPath('redis-server'),
		packages: ['redis-server'],
		advice: 'There is no redis-server: install Redis.',
	},
	{
		places: [...inDebianFolders('initdb'), ...onPath('initdb')],
		packages: ['postgresql'],
		advice: 'There is no initdb: install PostgreSQL, and put its programs on the PATH.',
	},
];

/** Where a program may be. */
function onPath(name) {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return folders.map((folder) => path.join(folder, name));
}

/** Debian keeps PostgreSQL's programs in a folder for each version, off the PATH. */
function inDebianFolders(name) {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian) : [];
	return versions.map((version) => path.join(debian, version, 'bin', name));
}

/** Debian's packages of what is missing are installed; on other systems it is for people to do. */
function ensurePrograms() {
	const missing = programs.filter(({ places }) => !places.some((place) => existsSync(place)));
	if (missing.length === 0) return;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		for (const { advice } of missing) console.error(advice);
		process.exit(1);
	}
	const packages = missing.flatMap((program) => program.packages);
	console.log(`Installing ${packages.join(', ')} …`);
	run('apt-get', ['update', '-qq']);
	run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

ensureInstalled();
ensurePrograms();
build();
run(process.execPath, ['--import', 'tsx', 'scripts/n8n/install.ts']);
// Most of the time they wait: for an n8n that starts, and for what must have been quiet for minutes.
conclude(runJest('-c', 'jest.e2e.config.js', '--maxWorkers=2', ...process.argv.slice(2)));
