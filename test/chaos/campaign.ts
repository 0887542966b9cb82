import { monitorEventLoopDelay } from 'node:perf_hooks';

import { it } from '@jest/globals';
import fc from 'fast-check';

interface Campaign<Case> {
	/** How many cases are run, unless CHAOS_RUNS says otherwise. */
	runs: number;
	/** How many cases are run at a time: those that wait most of the time leave room for others. */
	atOnce: number;
	/** Plain JSON, so that a case can be printed and given again. */
	cases: fc.Arbitrary<Case>;
	/** Runs one case. @throws {Broken} what is wrong with what came of it */
	check: (one: Case) => Promise<void>;
}

/** A promise that was not kept: the same sentence for all cases in which it was not, and the details. */
export class Broken extends Error {
	constructor(
		readonly promise: string,
		details: unknown,
	) {
		super(`${promise}\n${JSON.stringify(details)}`);
	}
}

/** @throws {Broken} unless it holds */
export function promised(holds: boolean, promise: string, details: () => unknown): asserts holds {
	if (!holds) throw new Broken(promise, details());
}

const seed = Number(process.env.CHAOS_SEED ?? 1);
/** In ms, of one case; far more than they take, as machines may be busy. */
const patience = 120_000;
/** In ms, for the search of the shortest case of one kind. */
const shrinkingTime = 20_000;
/**
 * In ms. Where clocks run a hundred times faster, a machine that stands still for so long while it does other
 * things makes an idle time of seconds: what came of a case then is no verdict, and it is run again.
 */
const standstill = 50;
/** How often a case is run before its failures count in spite of the machine. */
const attempts = 4;

/**
 * A test of many cases by chance, the same ones for the same seed. It fails with the shortest case of each
 * promise that was not kept. In the environment: CHAOS_RUNS, CHAOS_SEED, and CHAOS_CASE for one case alone.
 */
export function campaign<Case>(name: string, { runs, atOnce, cases, check }: Campaign<Case>): void {
	const count = Number(process.env.CHAOS_RUNS ?? runs);
	const given = process.env.CHAOS_CASE;
	// A second for each case is far more than they take, but for one that hangs.
	const time = count * 1000 + 10 * (patience + shrinkingTime);
	it(
		`${name} (${given ? 'one case' : `${count} cases, seed ${seed}`})`,
		async () => {
			if (given) return await inTime(check, JSON.parse(given) as Case);
			const begin = performance.now();
			const all = fc.sample(cases, { seed, numRuns: count });
			const failures = await runAll(all, atOnce, check);
			const seconds = Math.round((performance.now() - begin) / 1000);
			if (failures.size === 0) return;
			const reports: string[] = [];
			for (const [promise, paths] of failures) {
				const [shortest, details] = await shorten(cases, check, promise, paths[0] ?? 0);
				const example = JSON.stringify(shortest);
				reports.push(`${paths.length} × ${details}\nCHAOS_CASE='${example}'`);
			}
			throw new Error(`Seed ${seed}, ${count} cases in ${seconds} s:\n\n${reports.join('\n\n')}`);
		},
		time,
	);
}

/** The places in the list of the cases that fail, by what they fail with. */
async function runAll<Case>(all: Case[], atOnce: number, check: (one: Case) => Promise<void>) {
	const failures = new Map<string, number[]>();
	const waiting = [...all.entries()];
	const lane = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const [place, one] = next;
			const failure = await verdictOn(check, one);
			if (failure) failures.set(kindOf(failure), [...(failures.get(kindOf(failure)) ?? []), place]);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
	return failures;
}

/** What the case fails with; undefined when it holds. */
async function verdictOn<Case>(check: (one: Case) => Promise<void>, one: Case) {
	const delays = monitorEventLoopDelay({ resolution: 5 });
	delays.enable();
	let failure = await failureOf(check, one);
	for (let attempt = 1; failure && delays.max > standstill * 1e6 && attempt < attempts; attempt++) {
		delays.reset();
		failure = await failureOf(check, one);
	}
	delays.disable();
	return failure;
}

/** The shortest case found that fails in the same way, and how. */
async function shorten<Case>(
	cases: fc.Arbitrary<Case>,
	check: (one: Case) => Promise<void>,
	kind: string,
	place: number,
): Promise<[Case | undefined, string]> {
	const before = fc.sample(cases, { seed, path: String(place), numRuns: 1 })[0];
	let shortest: [Case | undefined, string] = [before, `${kind} (but not when it was run again)`];
	let running: Promise<Error | undefined> | undefined;
	const property = fc.asyncProperty(cases, async (one) => {
		running = failureOf(check, one);
		const failure = await running;
		if (failure === undefined || kindOf(failure) !== kind) return;
		shortest = [one, failure.message];
		throw failure;
	});
	await fc.check(property, {
		seed,
		path: String(place),
		numRuns: 1,
		interruptAfterTimeLimit: shrinkingTime,
	});
	// When the time was over it may be under way; afterwards its waits would be as long as in earnest.
	await running;
	return shortest;
}

async function failureOf<Case>(check: (one: Case) => Promise<void>, one: Case) {
	try {
		await inTime(check, one);
		return undefined;
	} catch (error) {
		return error as Error;
	}
}

async function inTime<Case>(check: (one: Case) => Promise<void>, one: Case): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Broken('It comes to an end', one)), patience);
	});
	try {
		await Promise.race([check(one), late]);
	} finally {
		clearTimeout(timer);
	}
}

const kindOf = (failure: Error): string =>
	failure instanceof Broken ? failure.promise : failure.message;
