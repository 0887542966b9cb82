/**
 * Makes the minutes for which the package looks again and again pass in seconds: its waits are
 * n8n-workflow's `sleep`, which the built bundle takes from outside. Import it before anything else.
 * The simulator's own times are real, so cases give them by {@link real}.
 */
import { jest } from '@jest/globals';

/** How many times faster than in earnest waits pass. */
const speed = 100;

/** So many ms in earnest, in real ms. */
export const real = (ms: number): number => ms / speed;

const pass = async (ms: number) => {
	await new Promise((resolve) => setTimeout(resolve, real(ms)));
};

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: pass,
}));
