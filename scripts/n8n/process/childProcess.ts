import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

import { onShutdown } from './shutdown';

/** How to start a program. */
export interface Program {
	command: string;
	args: string[];
	/** The working folder. */
	cwd?: string;
	/** The whole environment; that of this process by default. */
	env?: NodeJS.ProcessEnv;
	stdio?: StdioOptions;
}

/** A program that this process started and that does not outlive it. */
export interface OwnedProcess {
	child: ChildProcess;
	/** The exit code, or null after a signal. Rejects when the program could not be started. */
	exited: Promise<number | null>;
	/** Asks the program to end, kills it after 15 s, and resolves when it has ended. */
	end(): Promise<void>;
	/** Kills the program and resolves when it has ended. */
	kill(): Promise<void>;
}

/** In ms: how long a program may take to end before it is killed. */
const patience = 15_000;

/**
 * Starts a program in a process group of its own: Ctrl-C in the terminal reaches this process only,
 * which then ends the program and what that started in turn.
 */
export function startOwned({ command, args, ...options }: Program): OwnedProcess {
	const windows = process.platform === 'win32';
	const child = spawn(command, args, { ...options, detached: !windows, windowsHide: true });
	const exited = once(child, 'exit').then(([code]) => code as number | null);
	const signal = (name: NodeJS.Signals) => {
		const { pid, exitCode, signalCode } = child;
		if (pid === undefined || exitCode !== null || signalCode !== null) return;
		if (windows) child.kill(name);
		else process.kill(-pid, name);
	};
	const end = async () => {
		signal('SIGTERM');
		const timer = setTimeout(() => signal('SIGKILL'), patience);
		await exited.finally(() => clearTimeout(timer));
	};
	const kill = async () => {
		signal('SIGKILL');
		await exited;
	};
	const forget = onShutdown({ orderly: end, atOnce: () => signal('SIGKILL') });
	exited.then(forget, forget);
	return { child, exited, end, kill };
}
