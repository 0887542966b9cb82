import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { cacheFolder } from './cacheFolder';
import { installOnce } from './installOnce';
import { npm } from './npm';
import { step, type Log } from './progress';

/** The page takes the newest one; this was it when it was written here. */
const version = '1.37.0';

/**
 * Brings the package `@n8n/chat`, of which n8n's chat page is made and which that page loads from a CDN,
 * into the cache folder, without its dependencies: its bundle holds them.
 *
 * @returns the package's folder
 */
export async function chatPackage(log: Log = console.log): Promise<string> {
	const folder = path.join(cacheFolder(), `chat-${version}`);
	await installOnce(folder, log, (staging) =>
		step(`Fetching @n8n/chat ${version}`, log, async () => {
			const run = { cwd: staging, logFile: `${folder}.log` };
			await npm(['pack', `@n8n/chat@${version}`], run);
			execFileSync('tar', ['-xzf', `n8n-chat-${version}.tgz`], { cwd: staging });
		}),
	);
	return path.join(folder, 'package');
}
