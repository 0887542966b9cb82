import { ExecutionCancelledError, type IWorkflowSettings } from 'n8n-workflow';

/** Of an execution whose workflow has no timeout, or none that is known, in ms. */
const longestByDefault = 3_600_000;

/** Besides its timeout an execution may wait in a queue, in ms. */
const longestInQueue = 600_000;

/**
 * How long n8n is waited for to say that an execution has ended, in ms. It never does when the execution
 * could not be created (before n8n 2.41), or when Redis was away at its end (in queue mode).
 */
export const longestExecution = ({ executionTimeout = -1 }: IWorkflowSettings = {}): number =>
	executionTimeout > 0 ? executionTimeout * 1000 + longestInQueue : longestByDefault;

/**
 * Whether there was an execution where n8n rejects the promise of its end: it was cancelled, or over before
 * n8n looked for it. With any other error n8n could not create it, or not begin it.
 *
 * The words are those of n8n 1.123 to 2.41 (`active-executions.ts`); there may be two copies of n8n's classes.
 */
export const hasBegun = (error: Error): boolean =>
	error instanceof ExecutionCancelledError ||
	/^The execution was cancelled|^No active execution found/.test(error.message);
