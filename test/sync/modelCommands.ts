import fc from 'fast-check';

export const sources = ['wf1', 'wf2'];

const keys = fc.constantFrom('p/a', 'p/b', 'p/c', 'q/a', 'q/b', 'q/c');
const contents = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
const source = fc.constantFrom(...sources);

/** What goes wrong in a run, at the request of this number. */
const trouble = fc.option(
	fc.record({
		kind: fc.constantFrom(
			'killed before' as const,
			'killed after' as const,
			'fails' as const,
			'answer lost' as const,
			'other source syncs' as const,
			'marks edited' as const,
			'document removed' as const,
		),
		at: fc.integer({ min: 1, max: 12 }),
	}),
	{ freq: 2 },
);

export type Trouble = typeof trouble extends fc.Arbitrary<infer T> ? NonNullable<T> : never;

const change = fc.oneof(
	fc.record({ do: fc.constant('put' as const), source, key: keys, content: contents }),
	fc.record({ do: fc.constant('remove' as const), source, key: keys }),
	fc.record({
		do: fc.constantFrom('rename' as const, 'swap' as const, 'twin' as const),
		source,
		key: keys,
		other: keys,
	}),
);

/** What people and other programs do. */
const otherwise = fc.oneof(
	{ weight: 8, arbitrary: change },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), source }) },
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('upload by hand' as const), content: contents }),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('remove by hand' as const),
			/** Its place in the library; there may be none. */
			place: fc.nat({ max: 5 }),
		}),
	},
);

const sync = {
	do: fc.constant('sync' as const),
	source,
	trouble,
	keyPrefix: fc.constantFrom('', '', 'p/', 'q/'),
	maxDeletePercent: fc.constantFrom(100, 100, 100, 25, 0),
	isReversed: fc.boolean(),
};

const calmSync = fc.record({ ...sync, trouble: fc.constant(null) });

const command = fc.oneof(
	{ weight: 11, arbitrary: otherwise },
	{ weight: 6, arbitrary: fc.record(sync) },
	{
		weight: 2,
		// A dry run whose plan is applied after a while.
		arbitrary: fc.record({
			...sync,
			do: fc.constant('approve' as const),
			meanwhile: fc.array(fc.oneof(otherwise, calmSync), { maxLength: 2 }),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('compare' as const), source, trouble }) },
);

export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
export type SyncCommand = Extract<Command, { do: 'sync' }>;
export type ApproveCommand = Extract<Command, { do: 'approve' }>;
export type CompareCommand = Extract<Command, { do: 'compare' }>;

export const commands = fc.array(command, { minLength: 5, maxLength: 30, size: 'max' });

/**
 * How many sequences are run from which seed; SYNC_SEQUENCES and SYNC_SEED in the environment say otherwise.
 *
 * @param part its number, so that the parts of a campaign differ
 * @param sequences of this part
 */
export const runsOf = (part: number, sequences: number) => {
	const { SYNC_SEQUENCES: given, SYNC_SEED: seed = 20_260_100 } = process.env;
	const numRuns = given ? Math.ceil(Number(given) / 2) : sequences;
	// To find the shortest sequence takes many more.
	return { seed: Number(seed) + part, numRuns, endOnFailure: given === undefined };
};
