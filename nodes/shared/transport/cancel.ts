import { NodeOperationError, sleep } from 'n8n-workflow';

import type { ApiContext } from './context';

const slice = 250;

/** Aborted when the user cancels the execution; pickers have none. */
export const cancelSignal = (context: ApiContext): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** @throws {NodeOperationError} when the user has cancelled; n8n tells it from a failure by its word */
export function throwIfCancelled(context: ApiContext, itemIndex: number): void {
	if (cancelSignal(context)?.aborted) {
		throw new NodeOperationError(context.getNode(), 'canceled', { itemIndex });
	}
}

/** Waits, no longer than until the signal is aborted. */
export async function pause(signal: AbortSignal | undefined, ms: number): Promise<void> {
	// In slices, as n8n's sleep cannot be cut short.
	for (let left = ms; left > 0 && !signal?.aborted; left -= slice) {
		await sleep(Math.min(left, slice));
	}
}
