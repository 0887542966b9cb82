/** Takes one line for the user. */
export type Log = (line: string) => void;

/** In ms: how often a step that takes long says that it is still going on. */
const interval = 15_000;

/** Does a step and says so: when it begins, every 15 s meanwhile, and when it has ended. */
export async function step<T>(name: string, log: Log, work: () => Promise<T>): Promise<T> {
	const begin = performance.now();
	const elapsed = () => `${Math.round((performance.now() - begin) / 1000)} s`;
	log(`${name} …`);
	const timer = setInterval(() => log(`  … ${elapsed()}`), interval);
	try {
		const result = await work();
		log(`  done in ${elapsed()}`);
		return result;
	} finally {
		clearInterval(timer);
	}
}
