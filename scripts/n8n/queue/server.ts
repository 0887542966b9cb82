import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { startOwned, type OwnedProcess, type Program } from '../process/childProcess';
import { poll } from '../process/poll';

/** How to start a server, and how to know that it answers. */
export interface ServerProgram extends Program {
	/** A program and its arguments, which succeeds when the server answers. */
	check: [string, ...string[]];
	/** What has the server end at once, but in good order. */
	stopSignal: NodeJS.Signals;
}

/** A server on a port of its own that is stopped and started again with all that it has stored. */
export class Server {
	private running: OwnedProcess | undefined;

	constructor(
		readonly port: number,
		private readonly program: ServerProgram,
	) {}

	/** 0 while it is stopped. */
	get processId(): number {
		return this.running?.child.pid ?? 0;
	}

	/** Starts it, and resolves when it answers. */
	async start(): Promise<void> {
		const { check, command } = this.program;
		this.running = startOwned({ ...this.program, stdio: 'ignore' });
		const [program, ...args] = check;
		const answers = async () =>
			await promisify(execFile)(program, args).then(
				() => true,
				() => undefined,
			);
		await poll(answers, { failure: `${command} did not answer`, timeout: 30_000 });
	}

	/** Resolves when it has ended. */
	async stop(): Promise<void> {
		this.running?.child.kill(this.program.stopSignal);
		await this.running?.exited;
		this.running = undefined;
	}
}
