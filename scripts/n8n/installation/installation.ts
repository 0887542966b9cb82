import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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
	/** Names of n8n's modules, which can be switched off; an n8n does not start that is told one it has not. */
	modules: string[];
}

/** The n8n that the package is developed with. */
export const lockedVersion = release.dependencies.n8n;
const program = 'node_modules/n8n/bin/n8n';
/** What is compiled where it is installed; older versions of n8n have the first one only. */
const natives = ['sqlite3', 'isolated-vm'];
/** What older versions of n8n take from elsewhere than npm's registry, which not every machine can reach. */
const fromRegistry = { xlsx: '0.18.5' };

/**
 * Brings n8n, and a Node that it runs on, into the cache folder. The version of this project comes with
 * exactly the dependencies of the lock file beside this one, another one with those that npm finds for it
 * today. Takes minutes and about 3 GB the first time, no time afterwards.
 *
 * @throws one that names the log file when npm fails, for example because there is no such version
 */
export async function ensureInstalled(
	log: Log = console.log,
	version = lockedVersion,
): Promise<Installation> {
	const cache = cacheFolder();
	const node = await node24(cache, log);
	const wanted: Wanted = { version, files: filesFor(version), node };
	const folder = path.join(cache, folderName(wanted));
	await installOnce(folder, log, (staging) => install(staging, wanted, `${folder}.log`, log));
	const modules = readdirSync(path.join(folder, 'node_modules/n8n/dist/modules'));
	return { n8n: path.join(folder, program), node, modules };
}

interface Wanted {
	version: string;
	/** What npm installs from: contents by name. */
	files: Record<string, string>;
	node: Node24;
}

function filesFor(version: string): Record<string, string> {
	const read = (file: string) => readFileSync(path.join(__dirname, file), 'utf8');
	if (version === lockedVersion) {
		return {
			'package.json': read('package.json'),
			'package-lock.json': read('package-lock.json'),
		};
	}
	const overrides = { ...release.overrides, ...fromRegistry };
	return {
		'package.json': JSON.stringify({ ...release, dependencies: { n8n: version }, overrides }),
	};
}

/** Different for whatever makes one installation unlike another. */
function folderName({ version, files, node }: Wanted): string {
	const hash = createHash('sha256');
	for (const text of Object.values(files)) hash.update(text);
	const platform = `node-${node.version}-${process.platform}-${process.arch}`;
	return `n8n-${version}-${hash.digest('hex').slice(0, 8)}-${platform}`;
}

async function install(folder: string, wanted: Wanted, logFile: string, log: Log): Promise<void> {
	const { version, files, node } = wanted;
	const nodeFolder = path.dirname(node.executable);
	const run = { cwd: folder, logFile, nodeFolder, headers: node.headers };

	await step(
		`Installing n8n ${version} into ${cacheFolder()} (some minutes, once)`,
		log,
		async () => {
			for (const [name, text] of Object.entries(files)) {
				await writeFile(path.join(folder, name), text);
			}
			await npm([version === lockedVersion ? 'ci' : 'install', '--ignore-scripts'], run);
		},
	);
	const present = natives.filter((name) => existsSync(path.join(folder, 'node_modules', name)));
	await step("Building n8n's native parts (about a minute)", log, () => buildNatives());
	await step('Checking the installation', log, async () => verify(folder, present, wanted));

	// Most install scripts of n8n's dependencies serve nodes that nothing here uses.
	async function buildNatives(): Promise<void> {
		const rebuild = () =>
			npm(['rebuild', ...present, '--ignore-scripts=false', '--foreground-scripts'], run);
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
function verify(folder: string, compiled: string[], { version, node }: Wanted): void {
	const run = (...args: string[]) =>
		execFileSync(node.executable, args, { cwd: folder, encoding: 'utf8' }).trim();
	run('-e', compiled.map((name) => `require("${name}")`).join(';'));
	const found = run(program, '--version');
	if (found !== version) throw new Error(`n8n ${version} was wanted, ${found} was installed`);
}
