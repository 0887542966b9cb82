export const median = (values: number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** How often each contender is measured. */
export const rounds = 7;

/**
 * Runs contenders in turn, round after round, so that all meet the same state of the machine, and prints
 * the median of each in ms and its ratio to the first one. One round before is not counted.
 *
 * @returns the ratios
 */
export async function sideBySide<Name extends string>(
	title: string,
	contenders: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number>> {
	const times = new Map<Name, number[]>();
	for (let round = 0; round <= rounds; round++) {
		for (const [name, run] of Object.entries(contenders) as Array<[Name, () => Promise<unknown>]>) {
			globalThis.gc?.();
			const start = performance.now();
			await run();
			if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
		}
	}
	console.log(`\n${title} (median of ${rounds})`);
	const base = median([...times.values()][0] ?? []);
	const ratios = [...times].map(([name, values]) => [name, median(values) / base] as const);
	for (const [name, ratio] of ratios) {
		const cells = [`${(ratio * base).toFixed(1).padStart(9)} ms`, `${ratio.toFixed(2)} x`];
		console.log(`  ${name.padEnd(36)} ${cells.join('  ')}`);
	}
	return Object.fromEntries(ratios) as Record<Name, number>;
}

/** A row of the table in `RESULTS.md`: what was measured, beside what, the figure, and what we want it to be. */
export function result(what: string, beside: string, figure: string, goal: string): void {
	console.log(`| ${what} | ${beside} | ${figure} | ${goal} |`);
}

/** As `1.08 ×`. */
export const times = (ratio: number) => `${ratio.toFixed(2)} ×`;

/** What one item of so many costs, in ms: medians, after a round that is not counted. */
export async function costsOf(
	counts: number[],
	work: (count: number) => Promise<unknown>,
): Promise<Map<number, number>> {
	const costs = new Map<number, number>();
	for (const count of counts) {
		const measured: number[] = [];
		for (let round = 0; round <= rounds; round++) {
			const begun = performance.now();
			await work(count);
			measured.push((performance.now() - begun) / count);
		}
		costs.set(count, median(measured.slice(1)));
	}
	return costs;
}

/**
 * A row that tells whether an item costs more when there are more of them.
 *
 * @param costs of one item, in ms, by the number of items
 */
export function growth(what: string, costs: ReadonlyMap<number, number>): void {
	const [least = Number.NaN] = costs.values();
	const shown = [...costs].map(([count, cost]) => `${cost.toFixed(2)} ms of ${count}`).join(', ');
	console.log(`\n${what}, each: ${shown}`);
	result(
		`${what}, ${[...costs.keys()].join(' → ')}`,
		'the cost of each of the fewest',
		[...costs.values()].map((cost) => times(cost / least)).join(', '),
		'does not grow',
	);
}
