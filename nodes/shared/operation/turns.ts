/** Lets a number of tasks be under way at a time, in the order in which they came. */
export class Turns {
	private readonly waiting: Array<() => void> = [];

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
