/** How late readers see a change: after so many milliseconds (`Infinity`: never) or reads that miss it. */
export type Lag = number | { reads: number };

/** One change that readers see late; its time begins with it. */
export class LateChange {
	private readonly madeAt = Date.now();
	private reads = 0;

	constructor(private readonly lag: Lag) {}

	/** Whether somebody who reads now sees the change. */
	read(): boolean {
		if (typeof this.lag === 'number') return Date.now() >= this.madeAt + this.lag;
		this.reads += 1;
		return this.reads > this.lag.reads;
	}
}
