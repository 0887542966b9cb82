import { rmSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { onShutdown } from '../process/shutdown';

/** In ms. A holder shows every few seconds that it is alive; silent for longer, it is taken for dead. */
const heartbeat = 5_000;
const silence = 60_000;

interface Holder {
	pid: number;
	host: string;
}

/** Does the work while holding the lock file. Waits for another process that holds it, unless that is dead. */
export async function withLock<T>(
	file: string,
	onWait: (holder: Holder) => void,
	work: () => Promise<T>,
): Promise<T> {
	await acquire(file, onWait);
	const beat = () => utimes(file, new Date(), new Date()).catch(() => undefined);
	const timer = setInterval(() => void beat(), heartbeat);
	const forget = onShutdown({ atOnce: () => rmSync(file, { force: true }) });
	try {
		return await work();
	} finally {
		clearInterval(timer);
		await rm(file, { force: true });
		forget();
	}
}

async function acquire(file: string, onWait: (holder: Holder) => void): Promise<void> {
	const own: Holder = { pid: process.pid, host: hostname() };
	for (let waited = false; ;) {
		try {
			await writeFile(file, JSON.stringify(own), { flag: 'wx' });
			return;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const holder = await holderOf(file);
		if (holder === 'dead') {
			await rm(file, { force: true });
			continue;
		}
		if (holder && !waited) onWait(holder);
		waited ||= holder !== undefined;
		await sleep(1_000);
	}
}

/** Who holds the lock; undefined while the file is being written or removed. */
async function holderOf(file: string): Promise<Holder | 'dead' | undefined> {
	try {
		const { mtimeMs } = await stat(file);
		if (Date.now() - mtimeMs > silence) return 'dead';
		const holder = JSON.parse(await readFile(file, 'utf8')) as Holder;
		// Another host's process numbers mean nothing here: a cache folder can be shared by containers.
		return holder.host === hostname() && !isRunning(holder.pid) ? 'dead' : holder;
	} catch {
		return undefined;
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
