import { isNothing, missingIn } from './changes';
import { type Limit, reasonToWithhold, type Scope } from './guards';
import { hasFailed, type LibraryDocument, type SyncedLibrary } from './library';
import { areSame, firstMarks, marksOf } from './marks';
import { isOwner, marksAfter } from './matching';
import type { Plan } from './plan';
import type { ChangeStep, DeleteStep, KeepStep, Step, UploadStep } from './steps';
import { asListed, reread, write } from './writing';

/** What has come of a step. */
export interface Outcome {
	step: Step;
	action: Step['action'] | 'withheld';
	/** As it was last seen; of one that went, before. */
	document?: LibraryDocument;
	isAdopted?: boolean;
	isReprocessed?: boolean;
	/** Why it was withheld. */
	reason?: string;
	/** Why it failed. */
	error?: Error;
}

export interface RunOptions extends Scope, Limit {
	waitForProcessing?: boolean;
	/** Does these tasks, as many at a time as the user wants, and ends when all have ended. */
	inParallel(tasks: Array<() => Promise<void>>): Promise<void>;
	/** Ends the run between two requests by what it throws: nothing more is written. */
	throwIfStopped?(): void;
}

/** What a run would give, in the order of the steps: nothing is written. */
export function foresee({ steps, ...deletes }: Plan, limit: Limit): Outcome[] {
	const failed = steps.filter(({ kind }) => kind === 'failed').length;
	const reason = reasonToWithhold(deletes, limit, failed);
	return steps.map((step) => ({
		...beginning(step),
		action: step.kind === 'delete' && reason ? 'withheld' : step.action,
		...(step.kind === 'delete' && { reason }),
	}));
}

/**
 * Does what a plan says: uploads and marks, then waiting for the processing, then deletes. A step that
 * fails does not stop the others, but no document is deleted after it. At every moment each content that
 * is wanted and was there is there, so that a run may be killed and repeated.
 *
 * @returns in the order of the steps
 * @throws what `throwIfStopped` throws
 */
export async function carryOut(
	{ steps, ...deletes }: Plan,
	library: SyncedLibrary,
	options: RunOptions,
): Promise<Outcome[]> {
	const outcomes = steps.map(beginning);
	const run = new Run(library, options, outcomes);
	const writes = outcomes.filter(isWrite);
	const isRelease = ({ step }: Outcome) => step.kind === 'change' && step.added.length === 0;
	await run.each(
		writes.filter((outcome) => !isRelease(outcome)),
		(outcome) => run.write(outcome),
	);
	// A key leaves its old content when it has its new one.
	await run.each(writes.filter(isRelease), (outcome) => run.write(outcome));
	if (options.waitForProcessing) {
		await run.each(outcomes.filter(isWanted), (outcome) => run.wait(outcome));
	}
	await run.each(
		outcomes.filter(({ step }) => step.kind === 'delete'),
		(outcome) => run.removeUnless(outcome, (failed) => reasonToWithhold(deletes, options, failed)),
	);
	return outcomes;
}

/** An unchanged document costs nothing, not even a turn. */
const isWrite = ({ step }: Outcome) =>
	step.kind === 'upload' || step.kind === 'change' || (step.kind === 'keep' && step.reprocess);

const isWanted = ({ document, step }: Outcome) => document !== undefined && step.items.length > 0;

const beginning = (step: Step): Outcome => ({
	step,
	action: step.action,
	...('document' in step && { document: step.document }),
	...('marks' in step && step.marks.adopted && { isAdopted: true }),
	...('reprocess' in step && step.reprocess && { isReprocessed: true }),
	...('error' in step && { error: step.error }),
});

class Run {
	/** How many steps have. */
	private failed: number;

	constructor(
		private readonly library: SyncedLibrary,
		private readonly options: RunOptions,
		private readonly outcomes: Outcome[],
	) {
		this.failed = outcomes.filter(({ action }) => action === 'failed').length;
	}

	async each(outcomes: Outcome[], work: (outcome: Outcome) => Promise<void>): Promise<void> {
		await this.options.inParallel(
			outcomes.map((outcome) => async () => await this.attempt(outcome, () => work(outcome))),
		);
	}

	private async attempt(outcome: Outcome, work: () => Promise<void>): Promise<void> {
		if (outcome.action === 'failed') return;
		this.options.throwIfStopped?.();
		try {
			await work();
		} catch (error) {
			this.options.throwIfStopped?.();
			this.failed++;
			Object.assign(outcome, { action: 'failed', error });
		}
	}

	async write(outcome: Outcome): Promise<void> {
		const { step } = outcome;
		if (step.kind === 'upload') await this.upload(step, outcome);
		if (step.kind === 'change') await this.change(step, outcome);
		if (step.kind === 'change' || step.kind === 'keep') await this.reprocess(step, outcome);
	}

	private async upload({ keys, item, wanted }: UploadStep, outcome: Outcome): Promise<void> {
		const { document, isNew } = await this.library.upload(item);
		outcome.document = document;
		const fresh = isNew ? document : await reread(this.library, document);
		const found = isNew ? undefined : marksOf(fresh.attributes);
		const start = { ...(found ?? firstMarks('', !isNew)), sha256: wanted.sha256 };
		const marks = marksAfter(start, this.options.source, [], keys);
		outcome.isAdopted = marks.adopted;
		const changes = isOwner(marks, this.options) ? missingIn(fresh, wanted) : {};
		outcome.document = fresh;
		if (areSame(found, marks) && isNothing(changes)) outcome.action = 'unchanged';
		else outcome.document = await write(this.library, fresh, changes, marks);
	}

	private async change(step: ChangeStep, outcome: Outcome): Promise<void> {
		const { document, lost, added, changes } = step;
		if (added.length === 0 && lost.some((key) => this.hasFailed(key))) {
			outcome.action = 'unchanged';
			return;
		}
		const marks = marksAfter(step.marks, this.options.source, lost, added);
		const isWhole = !areSame(marks, step.marks) || changes.attributes !== undefined;
		const fresh = isWhole ? asListed(await reread(this.library, document), step.marks) : document;
		outcome.document = await write(this.library, fresh, changes, isWhole ? marks : undefined);
	}

	/** Whether the new content of a key is not there: the old one keeps it. */
	private hasFailed(key: string): boolean {
		return this.outcomes.some(({ action, step }) => action === 'failed' && step.keys.includes(key));
	}

	private async reprocess({ reprocess }: ChangeStep | KeepStep, outcome: Outcome): Promise<void> {
		if (!reprocess || !outcome.document) return;
		await this.library.reprocess(outcome.document.id);
		// What a status was before does not tell how the new processing ends.
		outcome.document = { ...outcome.document, process_status: 'todo' };
	}

	async wait(outcome: Outcome): Promise<void> {
		const { document, step } = outcome;
		if (!document) return;
		// A processing that failed in an earlier run is no news.
		if (step.kind === 'upload' || !hasFailed(document))
			outcome.document = await this.library.wait(document);
	}

	/**
	 * Deletes a document, unless something speaks against it at this moment. Deletes that are under way when
	 * one of them fails are finished.
	 */
	async removeUnless(
		outcome: Outcome,
		reasonFor: (failed: number) => string | undefined,
	): Promise<void> {
		const { step } = outcome;
		outcome.reason = reasonFor(this.failed);
		if (outcome.reason) outcome.action = 'withheld';
		else if (step.kind === 'delete') await this.remove(step, outcome);
	}

	private async remove({ document, marks }: DeleteStep, outcome: Outcome): Promise<void> {
		const fresh = await this.library.read(document.id);
		if (!fresh) return;
		outcome.document = asListed(fresh, marks);
		await this.library.delete(fresh.id);
	}
}
