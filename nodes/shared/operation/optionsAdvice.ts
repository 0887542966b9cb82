import type { Advice } from '../transport/advice';

/** What the options that every operation has can do about an error. */
export const optionsAdvice: Advice = {
	1300: 'Lower Max Concurrency in the options, or run the workflow less often.',
	429: 'Lower Max Concurrency in the options or wait. A spending limit of the workspace is answered in the same way.',
	ECONNABORTED: 'Raise Timeout in the options.',
};
