import type { IExecuteFunctions } from 'n8n-workflow';

/** Shows a sentence beside the output. Older versions of n8n have no such hints: there nothing is shown. */
export function addHint(
	context: IExecuteFunctions,
	type: 'info' | 'warning',
	message: string,
): void {
	if (!('addExecutionHints' in context)) return;
	context.addExecutionHints({ type, location: 'outputPane', message });
}
