import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { N8nApi } from './api/n8nApi';
import { ensureInstalled, type Installation } from './installation/installation';
import type { Log } from './installation/progress';
import { layOut } from './package/layOut';
import { startOwned, type OwnedProcess } from './process/childProcess';
import { freePorts, isFree } from './process/freePorts';
import { poll } from './process/poll';
import { temporaryFolder, type TemporaryFolder } from './process/temporaryFolder';
import { settingsFor } from './settings';

export interface StartOptions {
	/** The package to install: its folder, built, or a tarball of it. */
	package: string;
	/** Where n8n keeps its data. By default a new folder, which is removed in the end. */
	userFolder?: string;
	/** A free one by default. */
	port?: number;
	/** n8n's command and its flags; `start` by default. */
	command?: string[];
	/** More environment variables for n8n, which go before those set here. */
	env?: Record<string, string>;
	/** Of n8n; the one of this project by default. */
	version?: string;
	/** Gets every line that n8n prints. */
	onLog?: Log;
	/** Gets what installing n8n has to say; printed by default. */
	onProgress?: Log;
}

/** A running n8n. It ends with this process at the latest. */
export interface N8n {
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	url: string;
	processId: number;
	userFolder: string;
	/** The folder that n8n loads the package from. */
	packageFolder: string;
	api: N8nApi;
	/** Resolves when n8n has ended, for whatever reason. */
	exited: Promise<void>;
	/** Has n8n end in an orderly way, or kills it after 15 s, and removes a user folder that was not given. */
	stop(): Promise<void>;
	/** Kills n8n, as a crash would. Started again in the same user folder it waits 10 s before it does anything. */
	kill(): Promise<void>;
}

/** In ms, from the start until n8n answers; a machine under load takes more than half a minute. */
const readyTimeout = 120_000;
/** How many of n8n's last lines an error shows. */
const lastLines = 30;

/**
 * Starts a full n8n with the package as a community package, and installs n8n first where needed.
 *
 * @throws when the port is in use; with n8n's last lines when it ends early or is not ready after 120 s
 */
export async function startN8n(options: StartOptions): Promise<N8n> {
	const installation = await ensureInstalled(options.onProgress, options.version);
	const folder = options.userFolder ? given(options.userFolder) : temporaryFolder('n8n-');
	try {
		return await launch(installation, folder, options);
	} catch (error) {
		folder.remove();
		throw error;
	}
}

/** A user folder that stays. */
function given(folder: string): TemporaryFolder {
	mkdirSync(folder, { recursive: true });
	return { path: path.resolve(folder), remove: () => undefined };
}

async function launch(
	installation: Installation,
	folder: TemporaryFolder,
	options: StartOptions,
): Promise<N8n> {
	// Else the n8n that has the port would be taken for ours.
	if (options.port && !(await isFree(options.port))) {
		throw new Error(`Port ${options.port} is in use`);
	}
	const userFolder = folder.path;
	const packageFolder = layOut(options.package, userFolder);
	const [freePort = 0, brokerPort = 0] = await freePorts(2);
	const port = options.port ?? freePort;
	const n8nProcess = startOwned({
		command: installation.node.executable,
		args: [installation.n8n, ...(options.command ?? ['start'])],
		// n8n reads a `.env` file of its working folder.
		cwd: userFolder,
		env: { ...settingsFor({ port, brokerPort, userFolder }, installation), ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const exited = n8nProcess.exited.then(() => folder.remove());
	const ended = (ending: Promise<void>) => ending.then(() => exited);
	const url = `http://127.0.0.1:${port}`;
	try {
		await untilReady(url, options, n8nProcess, linesOf(n8nProcess, options.onLog));
	} catch (error) {
		await ended(n8nProcess.kill());
		throw error;
	}
	return {
		url,
		processId: n8nProcess.child.pid ?? 0,
		userFolder,
		packageFolder,
		api: new N8nApi(url),
		exited,
		stop: () => ended(n8nProcess.end()),
		kill: () => ended(n8nProcess.kill()),
	};
}

/** The last lines that n8n printed, as they come. */
function linesOf({ child }: OwnedProcess, onLog?: Log): string[] {
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		if (!stream) continue;
		createInterface(stream).on('line', (line) => {
			lines.push(line);
			if (lines.length > lastLines) lines.shift();
			onLog?.(line);
		});
	}
	return lines;
}

async function untilReady(
	url: string,
	{ command }: StartOptions,
	{ child }: OwnedProcess,
	lines: string[],
): Promise<void> {
	// Versions before 2.41 call themselves ready before they have any other address; the editor is the last,
	// and a worker has none.
	const addresses = command ? ['/healthz/readiness'] : ['/healthz/readiness', '/'];
	const answers = async (path: string) =>
		(await fetch(`${url}${path}`).catch(() => undefined))?.ok === true;
	const ready = async () => {
		if (child.exitCode !== null || child.signalCode !== null) {
			throw new Error(`n8n ended with ${child.signalCode ?? `exit code ${child.exitCode}`}`);
		}
		const all = await Promise.all(addresses.map(answers));
		return all.every(Boolean) || undefined;
	};
	try {
		await poll(ready, { failure: 'n8n was not ready', timeout: readyTimeout });
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Error([`${message}. Its last lines:`, ...lines].join('\n'), { cause: error });
	}
}
