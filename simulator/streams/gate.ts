/** Lets a test send a stream's events one by one: `faults.add({ gate: gate.pass })`. */
export class Gate {
	private free = 0;
	private waiting: (() => void)[] = [];

	/** Waits until one more event may pass. */
	readonly pass = (): Promise<void> | void => {
		if (this.free > 0) {
			this.free -= 1;
			return undefined;
		}
		return new Promise((resolve) => this.waiting.push(resolve));
	};

	/** Lets so many events pass, now or when they come. */
	release(events = 1): void {
		for (const pass of this.waiting.splice(0, events)) {
			pass();
			events -= 1;
		}
		this.free += events;
	}

	/** Lets all events pass. */
	open(): void {
		this.release(Infinity);
	}
}
