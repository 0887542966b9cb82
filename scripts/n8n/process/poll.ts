import { setTimeout as sleep } from 'node:timers/promises';

/** How long to ask, and what for; times in ms. */
export interface Polling {
	/** What the error says, before "after 60 s". */
	failure: string;
	timeout: number;
	interval?: number;
}

/** Asks again and again until there is an answer other than undefined. Throws when the time is over. */
export async function poll<T>(
	ask: () => Promise<T | undefined>,
	{ failure, timeout, interval = 200 }: Polling,
): Promise<T> {
	const deadline = Date.now() + timeout;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`${failure} after ${Math.round(timeout / 1000)} s`);
		await sleep(interval);
	}
}
