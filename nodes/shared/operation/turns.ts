import { sleep } from 'n8n-workflow';

/** Lets a number of tasks be under way at a time, in the order in which they came. */
export class Turns {
	private readonly waiting: Array<() => void> = [];

	private lastTick = Promise.resolve();

	constructor(private free: number) {}

	async take<T>(task: () => Promise<T>): Promise<T> {
		await this.begin();
		try {
			return await task();
		} finally {
			this.end();
		}
	}

	/** For use within a task: others have their turn while it does nothing but wait. */
	async leave<T>(wait: () => Promise<T>): Promise<T> {
		this.end();
		try {
			return await wait();
		} finally {
			await this.begin();
		}
	}

	/**
	 * Waits for a tick of one's own: so a request gets onto the wire before the next one is prepared, not
	 * all of them together at the end.
	 */
	async tick(): Promise<void> {
		await (this.lastTick = this.lastTick.then(async () => await sleep(0)));
	}

	private async begin(): Promise<void> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private end(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.free++;
	}
}
