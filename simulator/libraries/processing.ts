/** Documents are processed by and by, in a way that tests can foresee and choose. */

/** The vendor's `ProcessStatus`; what the words mean is not documented. */
export type ProcessStatus =
	| 'self_managed'
	| 'missing_content'
	| 'noop'
	| 'done'
	| 'todo'
	| 'in_progress'
	| 'error'
	| 'waiting_for_capacity';

/**
 * Milliseconds from the beginning to the end of the processing, the first half `todo`, the second
 * `in_progress`; 0 for at once, `Infinity` for never. `looks`: `todo` until somebody looks,
 * `in_progress` at the first look, the end at the second one, whenever they come. A look is any answer
 * to a GET of the document, of its status, or of a list that it is in.
 */
export type ProcessingTime = number | 'looks';

/** How the processing of a document goes. */
export interface Course {
	/** The status that it ends with; `done` when left out. */
	end?: ProcessStatus;
	/** The simulator's `processingTime` when left out. */
	time?: ProcessingTime;
	/** The status until the end, in the place of `todo` and `in_progress`. */
	meanwhile?: ProcessStatus;
}

/** Names of files that go wrong by themselves, such as `report.error.pdf`. */
const byName: [ending: RegExp, course: Course][] = [
	[/\.error(\.[^.]*)?$/, { end: 'error' }],
	[/\.waiting(\.[^.]*)?$/, { meanwhile: 'waiting_for_capacity', time: Infinity }],
	[/\.missing(\.[^.]*)?$/, { meanwhile: 'missing_content' }],
];

/** Decides how the processing of each document goes. */
export class Processing {
	private readonly planned = new Map<string, Course>();

	/** @param time for courses that say nothing about it */
	constructor(public time: ProcessingTime) {}

	/** From now on every file of this name that is uploaded or processed again takes this course. */
	plan(fileName: string, course: Course): void {
		this.planned.set(fileName, course);
	}

	/**
	 * Begins to process. Without a plan a name decides that ends, before its extension, in `.error`
	 * (fails), `.waiting` (waits for capacity for ever) or `.missing` (lacks its content first).
	 */
	begin(fileName: string): Progress {
		const named = byName.find(([ending]) => ending.test(fileName))?.[1];
		return this.follow(this.planned.get(fileName) ?? named ?? {});
	}

	follow({ end = 'done', time = this.time, meanwhile }: Course): Progress {
		return new Progress(end, time, meanwhile);
	}
}

/** How far the processing of one document is. */
export class Progress {
	private readonly begunAt = Date.now();
	private looks = 0;
	private secondLookAt = Infinity;

	constructor(
		private readonly end: ProcessStatus,
		private readonly time: ProcessingTime,
		private readonly meanwhile: ProcessStatus | undefined,
	) {}

	/** Somebody looks. */
	look(): void {
		this.looks += 1;
		if (this.looks === 2) this.secondLookAt = Date.now();
	}

	get status(): ProcessStatus {
		if (this.endedAt) return this.end;
		if (this.meanwhile) return this.meanwhile;
		const isHalfDone =
			this.time === 'looks' ? this.looks > 0 : Date.now() >= this.begunAt + this.time / 2;
		return isHalfDone ? 'in_progress' : 'todo';
	}

	/** Null until it has ended. */
	get endedAt(): Date | null {
		const at = this.time === 'looks' ? this.secondLookAt : this.begunAt + this.time;
		return at <= Date.now() ? new Date(at) : null;
	}
}

/** Whether a document with this status can be found by a search (assumed). */
export function isSearchable(status: ProcessStatus): boolean {
	return status === 'done' || status === 'noop' || status === 'self_managed';
}

/** The deprecated words for it; only `Running` and `Completed` are observed. */
export function oldStatus(status: ProcessStatus): string {
	if (status === 'error') return 'Error';
	return isSearchable(status) ? 'Completed' : 'Running';
}
