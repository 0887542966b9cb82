// Runs before anything is installed, so it may import nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** Packages of a lock file by path, or none if there is no such file. */
function packagesOf(lockFile) {
	try {
		return JSON.parse(readFileSync(path.join(root, lockFile), 'utf8')).packages;
	} catch {
		return {};
	}
}

/** npm writes its own lock file into `node_modules` last, so a broken install has none. */
function isInstalled() {
	const installed = packagesOf('node_modules/.package-lock.json');
	return Object.entries(packagesOf('package-lock.json')).every(
		([folder, { version, optional }]) =>
			folder === '' || optional || installed[folder]?.version === version,
	);
}

/** Runs a program in the project's folder and gives its exit code. */
function statusOf(program, args) {
	const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
	if (error) console.error(`${program} could not be started: ${error.message}`);
	return status ?? 1;
}

/** Runs a program in the project's folder and ends this one if it fails. */
export function run(program, args) {
	const status = statusOf(program, args);
	if (status !== 0) process.exit(status);
}

/** Installs the locked dependencies, also where NODE_ENV or the npm settings would leave some out. */
export function ensureInstalled() {
	if (isInstalled()) return;
	console.log('Installing the dependencies (one to two minutes, once) …');
	const args = [
		'ci',
		'--include=dev',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
	];
	const npm = process.env.npm_execpath;
	const command = npm ? [process.execPath, [npm, ...args]] : ['npm', args];
	if (statusOf(...command) === 0) return;
	// Where the registry is slow, npm 11 trips over folders of its own (ENOTEMPTY); what has come is cached.
	console.log('Once more …');
	run(...command);
}

/** Builds what is shipped. */
export const build = () =>
	run(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build', '--silent']);
