/**
 * Cases are told in ms in earnest and run a hundred times faster, so that the minutes for which the package
 * looks at a history pass in seconds.
 */
import { afterEach, beforeEach } from '@jest/globals';

import { fasterPauses } from '../engine/fasterPauses';

const speed = 100;

/** So many ms in earnest, in ms of the timers that nobody makes faster: those of the simulator and of tests. */
export const real = (ms: number): number => ms / speed;

/** Our nodes' own waits pass faster. */
export const quickPauses = () => fasterPauses(speed);

/** All that is read from a clock passes faster, in the nodes and in the simulator. */
export function quickClock(): void {
	quickPauses();
	const { now } = Date;
	const { AbortSignal: signals } = globalThis;
	const begin = now();
	const quickSignals = new Proxy(signals, {
		get: (target, name) =>
			name === 'timeout'
				? (ms: number) => signals.timeout(real(ms))
				: (Reflect.get(target, name) as unknown),
	});
	beforeEach(() => {
		Date.now = () => begin + (now() - begin) * speed;
		globalThis.AbortSignal = quickSignals;
	});
	afterEach(() => {
		Date.now = now;
		globalThis.AbortSignal = signals;
	});
}
