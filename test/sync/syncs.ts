import type { Described } from '../../nodes/MistralLibraries/sync/changes';
import { carryOut, type Outcome } from '../../nodes/MistralLibraries/sync/carryOut';
import type { SyncedLibrary } from '../../nodes/MistralLibraries/sync/library';
import { type Plan, planSync } from '../../nodes/MistralLibraries/sync/plan';
import { sha256Of } from '../../nodes/MistralLibraries/sync/sha256';
import type { PlanOptions, WantedDocument } from '../../nodes/MistralLibraries/sync/steps';
import type { MadeRequest, MemoryLibrary } from './memoryLibrary';

/** One after the other. */
export const inTurn = async (tasks: Array<() => Promise<void>>) => {
	for (const task of tasks) await task();
};

/** A file as a test writes it: its content; with more than that an object. */
export type File = string | (Described & { bytes: string });

export type Files = Record<string, File>;

const bytesOf = (file: File) => (typeof file === 'string' ? file : file.bytes);

const nameOf = (key: string) => key.split('/').at(-1) ?? key;

export const wantedOf = (files: Files): WantedDocument[] =>
	Object.entries(files).map(([key, file]) => {
		const { name = nameOf(key), attributes, expiresAt } = typeof file === 'string' ? {} : file;
		return { key, name, attributes, expiresAt, sha256: sha256Of(bytesOf(file)) };
	});

export const uploadsOf = (files: Files) =>
	Object.entries(files).map(([key, file]) => ({ bytes: bytesOf(file), name: nameOf(key) }));

export interface SyncRun extends Partial<PlanOptions> {
	maxDeletePercent?: number;
	isApproved?: boolean;
	waitForProcessing?: boolean;
	/** One after the other by default. */
	inParallel?: typeof inTurn;
	signal?: AbortSignal;
	around?: <T>(request: MadeRequest, work: () => T) => T | Promise<T>;
	/** Called when the plan is made. */
	planned?: (plan: Plan) => void;
}

export interface Synced {
	plan: Plan;
	outcomes: Outcome[];
	requests: MadeRequest[];
	/** `action keys` of every outcome. */
	actions: string[];
}

export const planFor = (library: MemoryLibrary, files: Files, options: Partial<PlanOptions> = {}) =>
	planSync(library.list(), wantedOf(files), { source: 'wf', libraryId: 'lib', ...options });

/** One run as the node does it: a listing, a plan, the plan carried out. */
export async function sync(
	library: MemoryLibrary,
	files: Files,
	{ around = (_, work) => work(), planned, signal, ...options }: SyncRun = {},
): Promise<Synced> {
	const plan = planFor(library, files, options);
	planned?.(plan);
	const requests: MadeRequest[] = [];
	const seen: SyncedLibrary = library.seenBy(uploadsOf(files), (request, work) => {
		requests.push(request);
		return around(request, work);
	});
	const outcomes = await carryOut(plan, seen, {
		source: 'wf',
		maxDeletePercent: 100,
		inParallel: inTurn,
		throwIfStopped: () => signal?.throwIfAborted(),
		...options,
	});
	const actions = outcomes.map(({ action, step }) => `${action} ${step.keys.join(' ')}`);
	return { plan, outcomes, requests, actions };
}

/** Key → content, as the marks of a source say. */
export const stateOf = (library: MemoryLibrary, source = 'wf') =>
	[...library.documents.values()].flatMap(({ attributes, bytes }) => {
		const sources = (attributes.n8n_sync_source ?? []) as string[];
		const keys = (attributes.n8n_sync_keys ?? []) as string[];
		return keys.filter((_, i) => sources[i] === source).map((key) => ({ key, bytes }));
	});
