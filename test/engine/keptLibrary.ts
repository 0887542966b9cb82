import { createHash } from 'node:crypto';

import type { IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulator } from '../../simulator/server';
import { inMemory } from './files';
import { credentialFor, type NodeRun, runLibraries } from './workflow';

/** Key → content, as a person sees a folder. */
export type Folder = Record<string, string>;

export const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

const nameOf = (key: string) => key.split('/').at(-1) ?? key;

/** A file as Read Files from Disk gives it. */
export const fileAt = (key: string, content: string): IBinaryKeyData => {
	const directory = key.split('/').slice(0, -1).join('/');
	return { data: { ...inMemory(content, nameOf(key)), ...(directory && { directory }) } };
};

export interface KeptRun extends NodeRun {
	/** `action keys` of each item. */
	actions: string[];
	/** `METHOD status` of each request of the run. */
	requests: string[];
	/** What the node says of the run besides its items. */
	hints: string[];
}

type Settings = Parameters<typeof runLibraries>[2];

/** Runs an operation on documents of a library, in n8n's engine. */
export async function runDocuments(
	simulator: Simulator,
	libraryId: string,
	operation: string,
	parameters: IDataObject = {},
	settings: Settings = {},
): Promise<KeptRun> {
	const before = simulator.requests.length;
	const run = await runLibraries(
		credentialFor(simulator),
		{
			resource: 'document',
			operation,
			libraryId: { __rl: true, mode: 'id', value: libraryId },
			...parameters,
		} as INodeParameters,
		settings,
	);
	const [task] = run.run.data.resultData.runData.Mistral ?? [];
	return {
		...run,
		actions: (run.outputs[0] ?? []).map(
			({ action, keys, key }) => `${String(action)} ${[keys ?? key].flat().join(' ')}`,
		),
		requests: simulator.requests.slice(before).map(({ method, status }) => `${method} ${status}`),
		hints: (task?.hints ?? []).map(({ message }) => message),
	};
}

/** Brings a library in step with a folder, whose files have their directory and name. */
export const syncFolder = (
	simulator: Simulator,
	libraryId: string,
	folder: Folder,
	parameters: IDataObject = {},
	settings: Settings = {},
): Promise<KeptRun> =>
	runDocuments(
		simulator,
		libraryId,
		'sync',
		{ deleteMissing: true, ...parameters },
		{ binaries: Object.entries(folder).map(([key, content]) => fileAt(key, content)), ...settings },
	);

/** Key → content, as the marks of a source say. */
export function folderOf(simulator: Simulator, libraryId: string, source = 'workflow'): Folder {
	const documents = simulator.state.libraries.documents(libraryId);
	return Object.fromEntries(
		documents.list().flatMap((document) => {
			const marks = (document.shown().attributes ?? {}) as Record<string, string[]>;
			const content = documents.bytesOf(document)?.toString() ?? '';
			return (marks.n8n_sync_keys ?? [])
				.filter((_, index) => marks.n8n_sync_source?.[index] === source)
				.map((key) => [key, content] as const);
		}),
	);
}
