/**
 * One measurement in a process of its own: `node --import tsx bench/uploads/measure.ts WHAT SENDER LOAD`
 * prints how long the uploads take in ms (`time`), or how many MB they add to the memory at most
 * (`memory`). LOAD is JSON.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { type Load, senders } from './senders';

/** In kB, as Linux counts. */
function memory(field: 'VmHWM' | 'VmRSS'): number {
	const [, kilobytes] = new RegExp(`${field}:\\s+(\\d+)`).exec(
		readFileSync('/proc/self/status', 'utf8'),
	) ?? [0, 0];
	return Number(kilobytes);
}

async function main() {
	const [, , what, name = '', load = ''] = process.argv;
	const { warmUp, ...given } = JSON.parse(load) as Load & { warmUp: string[] };
	const sender = senders[name as keyof typeof senders];
	// Code is loaded and compiled before.
	await (
		await sender({ ...given, files: warmUp })
	)();
	const send = await sender(given);
	// What was written for it has to be on the disk, or it is written meanwhile.
	execFileSync('sync');
	if (what === 'time') {
		const begun = performance.now();
		await send();
		console.log(performance.now() - begun);
	} else {
		// So that it does not take the place of garbage; the peak begins anew.
		globalThis.gc?.();
		writeFileSync('/proc/self/clear_refs', '5');
		const before = memory('VmRSS');
		await send();
		console.log((memory('VmHWM') - before) / 1024);
	}
	process.exit();
}

void main();
