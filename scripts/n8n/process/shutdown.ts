import { constants } from 'node:os';

/** What has to happen before this process ends. */
interface Task {
	/** Done after a signal, and waited for. */
	orderly?: () => Promise<void>;
	/** Done last of all, when nothing can be waited for any more. */
	atOnce?: () => void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const tasks = new Set<Task>();
let shuttingDown = false;

/**
 * Has a task done when this process is told to end or ends by itself: on SIGINT, SIGTERM and SIGHUP
 * all tasks run and the process exits, on a second signal it exits at once.
 *
 * @returns takes the task off the list again
 */
export function onShutdown(task: Task): () => void {
	if (tasks.size === 0) {
		for (const signal of signals) process.on(signal, shutDown);
		process.on('exit', endAll);
	}
	tasks.add(task);
	return () => {
		tasks.delete(task);
		if (tasks.size > 0 || shuttingDown) return;
		// Without anything to end, a signal shall do what it always does.
		for (const signal of signals) process.off(signal, shutDown);
		process.off('exit', endAll);
	};
}

/** Whether this process was told to end. */
export function isShuttingDown(): boolean {
	return shuttingDown;
}

function shutDown(signal: NodeJS.Signals): void {
	const exitCode = 128 + constants.signals[signal];
	if (shuttingDown) process.exit(exitCode);
	shuttingDown = true;
	void Promise.allSettled([...tasks].map((task) => task.orderly?.())).then(() =>
		process.exit(exitCode),
	);
}

/** Newest first: a program ends before the folder goes that it works in. */
function endAll(): void {
	for (const task of [...tasks].reverse()) task.atOnce?.();
}
