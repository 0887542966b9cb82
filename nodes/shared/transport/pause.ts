import { sleep } from 'n8n-workflow';

const slice = 250;

/** Waits so many ms, no longer than until the signal is aborted. */
export async function pause(signal: AbortSignal, ms: number): Promise<void> {
	// In slices, as n8n's sleep cannot be cut short.
	for (let left = ms; left > 0 && !signal.aborted; left -= slice) {
		await sleep(Math.min(left, slice));
	}
}
