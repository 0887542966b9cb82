import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { startOwned } from '../process/childProcess';
import { step, type Log } from './progress';

/** What compiles n8n's database driver where no compiled one can be fetched. */
const tools = ['python3', 'make', 'g++'];

/** The tools among python3, make and g++ that this machine has not. */
export function missingBuildTools(): string[] {
	return tools.filter((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0);
}

/** Installs the tools with apt-get. Throws, with one sentence on what to do, where that cannot be done. */
export async function installBuildTools(missing: string[], log: Log): Promise<void> {
	const manual = `n8n's database driver has to be compiled here, and ${missing.join(', ')} cannot be found: install it and run this again.`;
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) throw new Error(manual);

	await step(`Installing ${missing.join(', ')} with apt-get`, log, async () => {
		for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...missing]]) {
			const { exited } = startOwned({
				command: 'apt-get',
				args: ['-q', ...args],
				env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
				stdio: 'ignore',
			});
			if ((await exited) !== 0) throw new Error(manual);
		}
	});
}
