import { open, readFile } from 'node:fs/promises';
import path from 'node:path';

import { startOwned } from '../process/childProcess';

/** Where and with what npm runs. */
export interface NpmRun {
	cwd: string;
	/** Gets all that npm and what it starts print. */
	logFile: string;
	/** The folder of the Node that runs npm and that native parts are built for. */
	nodeFolder?: string;
	/** The folder whose `include/node` holds the headers of that Node. */
	headers?: string;
}

/** Runs npm. Throws with npm's own error lines and the log file's name. */
export async function npm(args: string[], run: NpmRun): Promise<void> {
	const log = await open(run.logFile, 'a');
	const { size: begin } = await log.stat();
	try {
		const { exited } = startOwned({
			...npmCommand([...args, '--no-audit', '--no-fund', '--loglevel=http'], run.nodeFolder),
			cwd: run.cwd,
			env: npmEnvironment(run),
			stdio: ['ignore', log.fd, log.fd],
		});
		if ((await exited) === 0) return;
	} finally {
		await log.close();
	}
	const printed = (await readFile(run.logFile)).subarray(begin).toString();
	const said = printed.split('\n').filter(isError).slice(-12);
	throw new Error(
		[`npm ${args[0]} failed.`, ...said, `All it printed is in ${run.logFile}`].join('\n'),
	);
}

const isError = (line: string) => /^npm (error|ERR!)/.test(line);

/** The npm that runs this program, or the one in the PATH. */
function npmCommand(args: string[], nodeFolder: string | undefined) {
	const { npm_execpath: cli = '' } = process.env;
	const node = nodeFolder ? path.join(nodeFolder, path.basename(process.execPath)) : undefined;
	return path.basename(cli) === 'npm-cli.js'
		? { command: node ?? process.execPath, args: [cli, ...args] }
		: { command: 'npm', args };
}

/**
 * This process's environment without what an npm above it handed down: `ignore-scripts` of the
 * project's .npmrc would silently build nothing. What says how to reach the registry stays.
 */
function npmEnvironment({ nodeFolder, headers }: NpmRun): NodeJS.ProcessEnv {
	const reachesRegistry =
		/^npm_config_(registry|cache|userconfig|globalconfig|ca|cafile|strict_ssl|proxy|https?_proxy|noproxy)$/i;
	const kept = Object.entries(process.env).filter(
		([name]) => !/^npm_/i.test(name) || reachesRegistry.test(name),
	);
	const env = Object.fromEntries(kept);
	const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	if (nodeFolder) env[pathName] = [nodeFolder, env[pathName]].join(path.delimiter);
	// Elsewhere node-gyp would fetch the headers from nodejs.org.
	if (headers) env.npm_config_nodedir = headers;
	return env;
}
