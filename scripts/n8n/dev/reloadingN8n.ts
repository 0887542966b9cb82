import { EventEmitter, on } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { N8nApi } from '../api/n8nApi';
import { startN8n, type StartOptions } from '../startN8n';

/** An n8n that takes up new builds of the package while it runs. */
export interface ReloadingN8n {
	api: N8nApi;
	/** Gives n8n what is in the package's dist folder now. Resolves to how. */
	takeUp(): Promise<'reloaded' | 'restarted'>;
}

/** The user folder and the port stay the same when n8n is started again. */
export type ReloadingOptions = StartOptions & Required<Pick<StartOptions, 'userFolder' | 'port'>>;

/** In ms. n8n takes up a new file within a second. */
const noticeTimeout = 10_000;

/**
 * Starts n8n with its own hot reload. That reads the list of nodes in package.json only once, and does
 * not work everywhere: then n8n is started again.
 *
 * @param onEnd called when n8n ends by itself
 */
export async function startReloadingN8n(
	options: ReloadingOptions,
	onEnd: () => void,
): Promise<ReloadingN8n> {
	const lines = new EventEmitter();
	const start = () =>
		startN8n({
			...options,
			env: { ...options.env, N8N_DEV_RELOAD: 'true' },
			onLog: (line) => {
				lines.emit('line', line);
				options.onLog?.(line);
			},
		});
	let n8n = await start();
	let restarting = false;
	const watchEnd = () =>
		void n8n.exited.then(() => {
			if (!restarting) onEnd();
		});
	watchEnd();

	const restart = async () => {
		restarting = true;
		await n8n.stop();
		n8n = await start();
		restarting = false;
		watchEnd();
		return 'restarted' as const;
	};
	const packageJson = (folder: string) => readFileSync(path.join(folder, 'package.json'), 'utf8');
	return {
		api: n8n.api,
		takeUp: async () => {
			if (packageJson(options.package) !== packageJson(n8n.packageFolder)) return await restart();
			const reloads = seen(lines, 'Hot reload triggered', noticeTimeout);
			const dist = path.join(n8n.packageFolder, 'dist');
			cpSync(path.join(options.package, 'dist'), dist, { recursive: true });
			return (await reloads) ? 'reloaded' : await restart();
		},
	};
}

/** Whether a line with the text comes before the time, in ms, is over. */
async function seen(lines: EventEmitter, text: string, timeout: number): Promise<boolean> {
	try {
		for await (const [line] of on(lines, 'line', { signal: AbortSignal.timeout(timeout) })) {
			if (String(line).includes(text)) return true;
		}
	} catch {
		// The time is over.
	}
	return false;
}
