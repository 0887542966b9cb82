import path from 'node:path';

import packageJson from '../../../package.json';
import { startSimulator } from '../../../simulator/server';
import { startN8n } from '../startN8n';
import { exampleRuns } from './runs';
import type { Surroundings } from './surroundings';

/** What came of the package and its examples in one version of n8n. */
export interface Trial {
	version: string;
	/** Undefined for what went well, else what happened instead; by what was tried. */
	outcomes: Map<string, string | undefined>;
}

const root = path.resolve(__dirname, '../../..');
const loading = 'the package is loaded';

/** How many of the lines that n8n printed meanwhile are shown beside a problem. */
const mostLines = 5;

/**
 * Starts a version of n8n with the package, and runs examples in it, one after the other.
 *
 * @param examples names of their files
 * @param onOutcome is told each outcome as it comes
 */
export async function tryVersion(
	version: string,
	examples: string[],
	onOutcome: (tried: string, problem: string | undefined, seconds: number) => void,
): Promise<Trial> {
	const outcomes: Trial['outcomes'] = new Map();
	const printed: string[] = [];
	const attempt = async (tried: string, work: () => Promise<void>) => {
		const begin = performance.now();
		printed.length = 0;
		const problem = await work().then(
			() => undefined,
			(error: unknown) =>
				[
					error instanceof Error ? error.message : String(error),
					...printed.slice(-mostLines).map((line) => `    n8n: ${line}`),
				].join('\n'),
		);
		outcomes.set(tried, problem);
		onOutcome(tried, problem, (performance.now() - begin) / 1000);
	};
	const simulator = await startSimulator({ wordDelay: 10 });
	try {
		const n8n = await startN8n({
			package: root,
			version,
			onLog: (line) => printed.push(line),
		});
		try {
			await attempt(loading, () => load({ n8n, simulator }));
			// Where that failed, no example can run.
			const files = outcomes.get(loading) === undefined ? examples : [];
			for (const file of files) {
				await attempt(file, async () => {
					const run = exampleRuns[file];
					if (!run) throw new Error('runs.ts does not say how it is run');
					await run({ n8n, simulator }, file);
				});
			}
		} finally {
			await n8n.stop();
		}
	} catch (error) {
		const problem = error instanceof Error ? error.message : String(error);
		outcomes.set(loading, problem);
		onOutcome(loading, problem, 0);
	} finally {
		await simulator.close();
	}
	return { version, outcomes };
}

/** Looks whether n8n has all nodes of the package, gives it the credential and tests that. */
async function load({ n8n, simulator: { apiKey, url: baseUrl } }: Surroundings): Promise<void> {
	await n8n.api.setUpOwner();
	const credential = await n8n.api.createCredential('mistralAgentsApi', 'Mistral', {
		apiKey,
		baseUrl,
	});
	const types = await n8n.api.nodeTypes();
	const names = new Set(types.map(({ name }) => name));
	const missing = packageJson.n8n.nodes
		.map((file) => path.basename(file, '.node.js'))
		.map((name) => `${packageJson.name}.${name.charAt(0).toLowerCase()}${name.slice(1)}`)
		.filter((name) => !names.has(name));
	if (missing.length > 0) throw new Error(`n8n has not loaded ${missing.join(', ')}`);
	const { status, message } = await n8n.api.testCredential(credential);
	if (status !== 'OK') throw new Error(`n8n's test of the credential says: ${message}`);
}
