import type { IExecuteFunctions } from 'n8n-workflow';

import type { Outcome } from './carryOut';

export const loopHint =
	'This node runs in a loop over batches, and each run takes its batch for the whole source. Set the option "Key Prefix", or give the node all items at once.';

/** Whether the node gets its items from a loop over batches, and leads back to it. */
export function isInLoop(context: IExecuteFunctions): boolean {
	const { name } = context.getNode();
	const after = new Set(context.getChildNodes(name).map((node) => node.name));
	return context
		.getParentNodes(name)
		.some((node) => node.type.endsWith('.splitInBatches') && after.has(node.name));
}

/** What to say of a run of sync besides its items. */
export function hintsOf(outcomes: Outcome[]): string[] {
	const failed = outcomes.filter(({ action }) => action === 'failed').length;
	const failedHint =
		failed > 0
			? `${failed} of ${outcomes.length} documents could not be synced; their items say why.`
			: undefined;
	return [failedHint, withheldHint(outcomes)].filter((hint) => hint !== undefined);
}

/** Why documents that are gone stay, and what to do; undefined when none does. */
export function withheldHint(rows: Array<{ action: string; reason?: string }>): string | undefined {
	const withheld = rows.filter(({ action }) => action === 'withheld');
	const [first] = withheld;
	if (!first) return undefined;
	const what = rows.some(({ action }) => action === 'failed')
		? 'The next run in which nothing fails deletes what is gone.'
		: 'If that is meant, raise "Max Delete Percent" for one run. Of Sync you can also approve the plan of a dry run, with "Expected Plan".';
	return `${first.reason ?? ''}. Items withheld: ${withheld.length}. ${what}`;
}
