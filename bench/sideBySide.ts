export const median = (values: number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Runs contenders in turn, round after round, so that all meet the same state of the machine, and prints
 * the median of each in ms and its ratio to the first one. One round before is not counted.
 */
export async function sideBySide(
	title: string,
	rounds: number,
	contenders: Record<string, () => Promise<unknown>>,
): Promise<void> {
	const times = new Map<string, number[]>();
	for (let round = 0; round <= rounds; round++) {
		for (const [name, run] of Object.entries(contenders)) {
			globalThis.gc?.();
			const start = performance.now();
			await run();
			if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
		}
	}
	console.log(`\n${title} (median of ${rounds})`);
	const base = median([...times.values()][0] ?? []);
	for (const [name, values] of times) {
		const ms = median(values);
		console.log(
			`  ${name.padEnd(36)} ${ms.toFixed(1).padStart(9)} ms  ${(ms / base).toFixed(2)} x`,
		);
	}
}
