import { canonical } from './changes';
import type { Deletes } from './guards';
import type { LibraryDocument } from './library';
import { Matching } from './matching';
import { sha256Of } from './sha256';
import type { PlanOptions, Step, Wanted } from './steps';

/** What a run does: at most one step for each document. */
export interface Plan extends Deletes {
	/** In the order of the output: as the items come, then what is wanted no more. */
	steps: Step[];
	/** Of source, library and what would be done, whatever the limit and the order of the items. */
	fingerprint: string;
}

/**
 * Decides what has to be done so that the documents of a source are those of a listing.
 *
 * @param documents one listing of the library; one that stands there twice counts as it was read last
 * @param wanted keys differ and are in scope (`refusalOf` in guards.ts)
 */
export function planSync(documents: LibraryDocument[], wanted: Wanted, options: PlanOptions): Plan {
	const matching = new Matching(documents, wanted, options);
	const steps = matching.steps().sort((one, other) => firstItem(one) - firstItem(other));
	const deletes = steps.filter((step) => step.kind === 'delete');
	return {
		steps,
		fingerprint: fingerprintOf([options.source, options.libraryId], steps.flatMap(whatIsDone)),
		total: deletes.length,
		gone: deletes.filter(({ isGone }) => isGone).length,
		before: matching.before,
		isEmptyListing: wanted.length === 0,
	};
}

/** Of what would be done where, whatever the order: 64 hexadecimal digits. */
const fingerprintOf = (where: string[], what: unknown[]) =>
	sha256Of(canonical([where, what.map(canonical).sort()]));

const firstItem = ({ items: [first = Number.MAX_SAFE_INTEGER] }: Step) => first;

/** Of each step what a person approves; nothing of one that leaves all as it is. */
function whatIsDone(step: Step): unknown[] {
	const { kind, keys } = step;
	switch (kind) {
		case 'upload':
			return [{ kind, keys, wanted: { ...step.wanted, key: undefined } }];
		case 'change':
			return [
				{
					kind,
					keys,
					id: step.document.id,
					lost: step.lost,
					changes: step.changes,
					reprocess: step.reprocess,
				},
			];
		case 'keep':
			return step.reprocess ? [{ kind, id: step.document.id }] : [];
		case 'delete':
			return [{ kind, keys, id: step.document.id }];
		case 'failed':
			return [{ kind, keys }];
	}
}
