import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from './carryOut';
import type { Plan } from './plan';

/** One item of the output of sync. */
export interface Row {
	json: IDataObject;
	/** Numbers of the items that it comes from; none: all. */
	items: number[];
}

/** Of more items only two are paired: n8n keeps each pair of each row, which were all its memory for 10,000. */
const mostPairs = 100;

/**
 * Numbers of the items that a row is paired with which comes from all of them. Of very many it is the first and
 * the last one: they are enough for n8n to know that it is no single one.
 */
export function pairedWithAll(items: Array<{ index: number }>): number[] {
	const numbers = items.map(({ index }) => index);
	if (numbers.length <= mostPairs) return numbers;
	return [...numbers.slice(0, 1), ...numbers.slice(-1)];
}

/** The output of a run: one item for each document. */
export const rowsOf = ({ fingerprint }: Plan, outcomes: Outcome[]): Row[] =>
	outcomes.map((outcome) => ({
		json: {
			key: outcome.step.keys[0],
			keys: outcome.step.keys,
			action: outcome.action,
			...(outcome.isAdopted && { adopted: true }),
			...(outcome.isReprocessed && { reprocessed: true }),
			...(outcome.document && {
				documentId: outcome.document.id,
				processStatus: outcome.document.process_status,
			}),
			plan: fingerprint,
			...(outcome.reason && { reason: outcome.reason }),
			...(outcome.error && { error: explained(outcome, outcome.error) }),
		},
		items: outcome.step.items,
	}));

/** An upload whose marks are missing leaves a document that no run deletes any more. */
const explained = ({ step, document }: Outcome, { message }: Error) =>
	step.kind === 'upload' && document
		? `The content is uploaded as the document ${document.id}, but the rest was not done. ${message}`
		: message;
