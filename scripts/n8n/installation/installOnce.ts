import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { onShutdown } from '../process/shutdown';
import { withLock } from './lock';
import type { Log } from './progress';

/**
 * Fills a folder, once for all processes and for good: it is complete or not there at all. What fills
 * it works in a folder beside it, which takes the name when all went well and is removed otherwise.
 */
export async function installOnce(
	folder: string,
	log: Log,
	fill: (staging: string) => Promise<void>,
): Promise<void> {
	if (existsSync(folder)) return;
	await mkdir(path.dirname(folder), { recursive: true });
	const onWait = ({ pid }: { pid: number }) =>
		log(`Waiting for process ${pid}, which is installing ${path.basename(folder)} …`);
	await withLock(`${folder}.lock`, onWait, async () => {
		if (existsSync(folder)) return;
		await removeLeftovers(folder);
		const staging = `${folder}.partial-${process.pid}`;
		const forget = onShutdown({ atOnce: () => rmSync(staging, { recursive: true, force: true }) });
		try {
			await mkdir(staging);
			await fill(staging);
			await rename(staging, folder);
		} finally {
			await rm(staging, { recursive: true, force: true });
			forget();
		}
	});
}

/** What was left by installations that were killed. */
async function removeLeftovers(folder: string): Promise<void> {
	const { dir, base } = path.parse(folder);
	const leftovers = (await readdir(dir)).filter((name) => name.startsWith(`${base}.partial-`));
	for (const name of leftovers) await rm(path.join(dir, name), { recursive: true, force: true });
}
