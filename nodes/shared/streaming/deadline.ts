/** Watches over waits; nothing is watched before `start` and between `pause` and `start`. */
export interface Deadline {
	start(): void;
	pause(): void;
	end(): void;
}

/**
 * Calls `missed` when a wait lasts longer than `ms`. One timer is set again when it goes off, not with
 * every wait; n8n forbids `setTimeout` in nodes, and a timer of AbortSignal keeps no process alive.
 */
export function deadline(ms: number, missed: () => void): Deadline {
	let waitingSince: number | undefined;
	let isOver = false;
	const arm = (delay: number) =>
		AbortSignal.timeout(delay).addEventListener('abort', () => {
			if (isOver) return;
			const left = (waitingSince ?? Date.now()) + ms - Date.now();
			if (left <= 0) missed();
			arm(left > 0 ? left : ms);
		});
	arm(ms);
	return {
		start: () => (waitingSince = Date.now()),
		pause: () => (waitingSince = undefined),
		end: () => (isOver = true),
	};
}
