/** The simulator in a process of its own, so that its work is not taken for that of those who ask it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What the service answers; each line brings some of it. */
export interface Said {
	library: string;
	conversations: string[];
	requests: number;
	/** Of the bodies that were sent to it. */
	bytes: number;
	url: string;
}

export interface Service {
	credential: { apiKey: string; baseUrl: string };
	/** See `serviceProcess.ts`. */
	ask(line: 'library' | 'sent' | 'cache' | number | `fill ${number}`): Promise<Said>;
	close(): void;
}

export async function startService(): Promise<Service> {
	const child = spawn(process.execPath, ['--import', 'tsx', `${__dirname}/serviceProcess.ts`], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const next = async () => JSON.parse(String((await lines.next()).value)) as never;
	const { url, apiKey }: { url: string; apiKey: string } = await next();
	return {
		credential: { apiKey, baseUrl: url },
		ask: async (line) => {
			child.stdin.write(`${line}\n`);
			return await next();
		},
		close: () => child.kill(),
	};
}
