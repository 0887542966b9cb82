import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';

import { installBuildTools, missingBuildTools } from './buildTools';
import { cacheFolder } from './cacheFolder';
import { installOnce } from './installOnce';
import { node24, type Node24 } from './node24';
import { npm } from './npm';
import { step, type Log } from './progress';
import release from './package.json';

/** A full n8n, ready to run. */
export interface Installation {
	/** The program that starts n8n, a JavaScript file. */
	n8n: string;
	/** The Node that it has to run on. */
	node: Node24;
}

const version = release.dependencies.n8n;
const files = ['package.json', 'package-lock.json'];
const program = 'node_modules/n8n/bin/n8n';

/**
 * Brings n8n, with exactly the dependencies of the lock file beside this one, and a Node that it runs
 * on into the cache folder. Takes minutes and about 3 GB the first time, no time afterwards.
 *
 * @throws one that names the log file when npm fails, for example because a dependency is missing
 */
export async function ensureInstalled(log: Log = console.log): Promise<Installation> {
	const cache = cacheFolder();
	const node = await node24(cache, log);
	const folder = path.join(cache, folderName(node));
	await installOnce(folder, log, (staging) => install(staging, node, `${folder}.log`, log));
	return { n8n: path.join(folder, program), node };
}

/** Different for whatever makes one installation unlike another. */
function folderName(node: Node24): string {
	const hash = createHash('sha256');
	for (const file of files) hash.update(readFileSync(path.join(__dirname, file)));
	const platform = `node-${node.version}-${process.platform}-${process.arch}`;
	return `n8n-${version}-${hash.digest('hex').slice(0, 8)}-${platform}`;
}

async function install(folder: string, node: Node24, logFile: string, log: Log): Promise<void> {
	const nodeFolder = path.dirname(node.executable);
	const run = { cwd: folder, logFile, nodeFolder, headers: node.headers };

	await step(
		`Installing n8n ${version} into ${cacheFolder()} (some minutes, once)`,
		log,
		async () => {
			for (const file of files) await copyFile(path.join(__dirname, file), path.join(folder, file));
			await npm(['ci', '--ignore-scripts'], run);
		},
	);
	await step("Building n8n's native parts (about a minute)", log, () => buildNatives());
	await step('Checking the installation', log, async () => verify(folder, node));

	// Most install scripts of n8n's dependencies serve nodes that nothing here uses.
	async function buildNatives(): Promise<void> {
		const rebuild = () =>
			npm(
				['rebuild', 'sqlite3', 'isolated-vm', '--ignore-scripts=false', '--foreground-scripts'],
				run,
			);
		try {
			await rebuild();
		} catch (error) {
			const missing = missingBuildTools();
			if (missing.length === 0) throw error;
			await installBuildTools(missing, log);
			await rebuild();
		}
	}
}

/** Loads what was compiled, on the Node it was compiled for. */
function verify(folder: string, { executable }: Node24): void {
	const node = (...args: string[]) =>
		execFileSync(executable, args, { cwd: folder, encoding: 'utf8' }).trim();
	node('-e', 'require("sqlite3"); require("isolated-vm")');
	const found = node(program, '--version');
	if (found !== version) throw new Error(`n8n ${version} was wanted, ${found} was installed`);
}
