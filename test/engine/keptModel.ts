import { strict as assert } from 'node:assert';
import { setTimeout } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import type { Simulator } from '../../simulator/server';
import {
	type ApproveCommand,
	type Command,
	type CompareCommand,
	type SyncCommand,
	sources,
	type Trouble,
} from '../sync/modelCommands';
import { untroubled, WantedFiles } from '../sync/wantedFiles';
import { inMemory } from './files';
import {
	type Folder,
	folderOf,
	type KeptRun,
	runDocuments,
	sha256,
	syncFolder,
} from './keptLibrary';

interface Shown {
	id: string;
	name: string;
	content: string;
	attributes: IDataObject;
}

/** What a run may meet: called with the number of each answer of the API, from 1. */
export interface Watched {
	onAnswer: (() => void) | undefined;
}

/** A run of sync, whatever leads to it. */
type Run = Omit<SyncCommand, 'do'>;

/** Plain maps of keys to contents beside a library of the simulator, kept in step by the node in n8n's engine. */
export class KeptModel {
	private readonly libraryId: string;

	private readonly wanted = new WantedFiles();

	/** Names of the documents that people have uploaded, by ID. */
	private readonly byHand = new Map<string, string>();

	/** IDs of documents that were taken away by hand. */
	private readonly removed = new Set<string>();

	runs = 0;

	constructor(
		private readonly simulator: Simulator,
		private readonly watched: Watched,
	) {
		this.libraryId = simulator.state.libraries.add({ name: 'Model' }).id;
	}

	async do(command: Command): Promise<void> {
		if (this.wanted.change(command)) return;
		switch (command.do) {
			case 'upload by hand':
				this.uploadByHand(command.content);
				break;
			case 'remove by hand':
				this.remove(command.place);
				break;
			case 'sync':
				await this.sync(command);
				break;
			case 'approve':
				await this.approve(command);
				break;
			case 'compare':
				await this.compare(command);
				break;
		}
	}

	/** Whatever happened before, a run without trouble puts all right, and the next has nothing to do. */
	async end(): Promise<void> {
		for (const source of sources) await this.sync({ ...untroubled, source });
		for (const source of sources) {
			const { requests } = await this.run({ ...untroubled, source });
			// A document that another source has left gets its new owner's name.
			assert(!requests.some((one) => /POST|DELETE/.test(one)), requests.join());
			assert.deepEqual(folderOf(this.simulator, this.libraryId, source), this.folder(source));
		}
	}

	private folder(source: string, prefix = ''): Folder {
		return Object.fromEntries(
			[...this.wanted.of(source)].filter(([key]) => key.startsWith(prefix)),
		);
	}

	private uploadByHand(content: string): void {
		const { libraries } = this.simulator.state;
		if (libraries.documents(this.libraryId).withContent(sha256(content))) return;
		const name = `${content} by hand`;
		const { id } = libraries.addDocument(this.libraryId, { name, text: content });
		this.byHand.set(id, name);
	}

	/** @param place in the library; there may be no document */
	private remove(place: number): void {
		const documents = this.simulator.state.libraries.documents(this.libraryId);
		const document = documents.list()[place];
		if (!document) return;
		documents.remove(document);
		this.byHand.delete(document.id);
		this.removed.add(document.id);
	}

	private shown(): Shown[] {
		const documents = this.simulator.state.libraries.documents(this.libraryId);
		return documents.list().map((document) => ({
			id: document.id,
			name: document.name,
			content: String(documents.bytesOf(document)),
			attributes: (document.shown().attributes ?? {}) as IDataObject,
		}));
	}

	private async run(
		command: Run,
		settings: object = {},
		{ expectedPlan, ...parameters }: { dryRun?: boolean; expectedPlan?: string } = {},
	): Promise<KeptRun> {
		this.runs++;
		const { source, keyPrefix, maxDeletePercent, isReversed, trouble } = command;
		const files = Object.entries(this.folder(source, keyPrefix));
		const folder = Object.fromEntries(isReversed ? files.reverse() : files);
		const maxRetries = trouble ? trouble.at % 2 : 0;
		const options = {
			maxDeletePercent,
			maxRetries,
			...(keyPrefix && { keyPrefix }),
			...(expectedPlan && { expectedPlan }),
		};
		return await syncFolder(
			this.simulator,
			this.libraryId,
			folder,
			{ source, options, ...parameters },
			{ ...(files.length === 0 && { items: [{}], binaries: [] }), ...settings },
		);
	}

	/**
	 * A dry run, something else, and a run with its plan: it does just that, or nothing when it would be
	 * another one.
	 */
	private async approve(command: ApproveCommand): Promise<void> {
		this.prepare(null);
		const foreseen = await this.run({ ...command, trouble: null }, {}, { dryRun: true });
		assert.equal(foreseen.error, undefined, foreseen.error?.message);
		assert(!foreseen.requests.some(isWrite), foreseen.requests.join());
		const rows = foreseen.outputs[0] ?? [];
		for (const other of command.meanwhile) await this.do(other);
		// Where nothing is wanted and nothing is there, there is no plan.
		const [{ plan } = {}] = rows;
		if (typeof plan !== 'string') return;
		const run = await this.sync(command, plan);
		if (run.error?.message.includes('The plan is not the expected one')) {
			assert(!run.requests.some(isWrite), run.requests.join());
			assert(command.meanwhile.length > 0, 'The plan has become another one by itself');
			return;
		}
		const mayGo = rows.flatMap(({ action, documentId }) =>
			action === 'deleted' || action === 'withheld' ? [documentId] : [],
		);
		for (const { method, path } of this.simulator.requests) {
			if (method === 'DELETE') assert(mayGo.includes(path.split('/').at(-1)), path);
		}
		if (command.trouble) return;
		// A limit does not hold for what was approved.
		const approved = foreseen.actions.map((action) => action.replace('withheld', 'deleted'));
		assert.deepEqual(changesOf(run.actions), changesOf(approved));
	}

	private async sync(command: Run, expectedPlan?: string): Promise<KeptRun> {
		const before = this.shown();
		const isQuiet = this.prepare(command.trouble);
		const cancel = new AbortController();
		this.befall(command.trouble, cancel);
		const run = await this.run(command, { signal: cancel.signal }, { expectedPlan });
		await this.settle(cancel);
		this.checkKept(command, before);
		this.checkRequests(before);
		if (isQuiet && !(expectedPlan && run.error)) this.checkSynced(command, run);
		return run;
	}

	private checkSynced(command: Run, run: KeptRun): void {
		assert.equal(run.error, undefined, run.error?.message);
		const has = (action: string) => run.actions.some((one) => one.startsWith(action));
		assert(!has('failed'), JSON.stringify(run.outputs));
		const found = this.inScope(command);
		const wanted = this.folder(command.source, command.keyPrefix);
		if (has('withheld')) assert.deepEqual({ ...found, ...wanted }, found);
		else assert.deepEqual(found, wanted);
	}

	private inScope({ source, keyPrefix }: Run): Folder {
		const all = Object.entries(folderOf(this.simulator, this.libraryId, source));
		return Object.fromEntries(all.filter(([key]) => key.startsWith(keyPrefix)));
	}

	/** Compare → upload → delete, as a workflow does it. */
	private async compare({ source, trouble }: CompareCommand): Promise<void> {
		const before = this.shown();
		const folder = this.folder(source);
		const items = Object.entries(folder).map(([path, content]) => ({ path, etag: `${content}1` }));
		const isQuiet = this.prepare(trouble);
		const cancel = new AbortController();
		this.befall(trouble, cancel);
		const settings = { signal: cancel.signal };
		const step = async (operation: string, parameters: IDataObject, more: object) => {
			this.runs++;
			const given = { ...settings, ...more };
			return await runDocuments(this.simulator, this.libraryId, operation, parameters, given);
		};
		const compared = await step(
			'compare',
			{
				source,
				key: '={{ $json.path }}',
				version: '={{ $json.etag }}',
				options: { maxDeletePercent: 100, maxRetries: 0 },
			},
			{ items: items.length > 0 ? items : [{}] },
		);
		const rows = compared.outputs[0] ?? [];
		const changed = rows.filter(({ action }) => action === 'create' || action === 'replace');
		const key = '={{ $json.key }}';
		let { error } = compared;
		if (!error && changed.length > 0) {
			const binaries = changed.map(({ key: path }) => ({
				data: inMemory(folder[String(path)] ?? '', String(path)),
			}));
			const options = { source, key, version: '={{ $json.version }}', maxRetries: 0 };
			({ error } = await step('upload', { options }, { items: changed, binaries }));
		}
		const gone = rows.filter(({ action }) => action === 'delete');
		if (!error && gone.length > 0 && !cancel.signal.aborted) {
			const documentId = { __rl: true, mode: 'id', value: '={{ $json.documentId }}' };
			const options = { source, key, maxRetries: 0 };
			({ error } = await step('delete', { documentId, options }, { items: gone }));
		}
		await this.settle(cancel);
		this.checkKept({ ...untroubled, source }, before);
		if (!isQuiet) return;
		assert.equal(error, undefined, error?.message);
		const found = folderOf(this.simulator, this.libraryId, source);
		// Of a document that was adopted Compare takes no key away.
		assert.deepEqual({ ...found, ...folder }, found);
	}

	/** @returns whether the run is to meet nothing */
	private prepare(trouble: Trouble | null): boolean {
		this.calm();
		this.simulator.requests.length = 0;
		return trouble === null;
	}

	private befall(trouble: Trouble | null, cancel: AbortController): void {
		if (!trouble) return;
		const { kind, at } = trouble;
		const { faults, state } = this.simulator;
		const skip = at - 1;
		let answers = 0;
		switch (kind) {
			case 'killed before':
			case 'killed after':
				this.watched.onAnswer = () => {
					if (++answers === at) cancel.abort();
				};
				break;
			case 'fails':
				faults.add({ skip, status: 422, body: { detail: 'No' } });
				break;
			case 'answer lost':
				faults.add({ skip, disconnect: 'before-answer' });
				break;
			case 'other source syncs':
				// Somebody uploads what the run is about to upload.
				this.watched.onAnswer = () => {
					if (++answers === 1) this.uploadByHand('ABCDEF'[at % 6] ?? 'A');
				};
				break;
			case 'document removed':
				this.watched.onAnswer = () => {
					if (++answers === 1) this.remove(at % 4);
				};
				break;
			case 'marks edited':
				this.watched.onAnswer = () => {
					if (++answers !== 1) return;
					const [document] = state.libraries
						.documents(this.libraryId)
						.list()
						.slice(at % 4);
					const { attributes } = document?.shown() ?? {};
					if (!attributes?.n8n_sync_keys) return;
					const add = (name: string, one: string) => [...(attributes[name] as string[]), one];
					document?.change({
						attributes: {
							...attributes,
							n8n_sync_source: add('n8n_sync_source', 'edited'),
							n8n_sync_keys: add('n8n_sync_keys', 'edited'),
							n8n_sync_version: add('n8n_sync_version', ''),
						},
					});
				};
		}
	}

	/** What was under way when a run was killed still reaches the API. */
	private async settle({ signal }: AbortController): Promise<void> {
		if (signal.aborted) await setTimeout(30);
		this.calm();
	}

	private calm(): void {
		this.simulator.faults.clear();
		this.watched.onAnswer = undefined;
	}

	/** Nothing is missing that was there and should be, and nothing of others was touched. */
	private checkKept({ source, keyPrefix }: Run, all: Shown[]): void {
		const before = all.filter(({ id }) => !this.removed.has(id));
		const after = this.shown();
		const contents = new Set(after.map(({ content }) => content));
		for (const [key, content] of this.wanted.of(source)) {
			if (!key.startsWith(keyPrefix)) continue;
			const wasThere = before.some((document) => document.content === content);
			assert(!wasThere || contents.has(content), `${content} is gone`);
		}
		for (const [id, name] of this.byHand) {
			const found = after.find((document) => document.id === id);
			assert.equal(found?.name, name);
			const others = Object.keys(found.attributes).filter(
				(field) => !field.startsWith('n8n_sync_'),
			);
			assert.deepEqual(others, []);
		}
		for (const { id, attributes } of before) {
			const found = after.find((document) => document.id === id);
			for (const entry of entriesOf(attributes)) {
				if (entry.source === source && entry.key.startsWith(keyPrefix)) continue;
				const now = entriesOf(found?.attributes ?? {}).map((one) => JSON.stringify(one));
				assert(now.includes(JSON.stringify(entry)), `${JSON.stringify(entry)} is gone`);
			}
		}
	}

	/** Nothing goes up that was marked, and nothing goes that has no marks. */
	private checkRequests(before: Shown[]): void {
		const marked = before.filter(({ attributes }) => attributes.n8n_sync_sha256);
		for (const { method, path, body } of this.simulator.requests) {
			const { sha256: sent } = (body ?? {}) as { sha256?: string };
			if (method === 'POST' && sent)
				assert(!marked.some(({ content }) => sha256(content) === sent), 'known bytes went up');
			if (method === 'DELETE') assert(marked.some(({ id }) => path.endsWith(id)));
		}
	}
}

/** Whether `METHOD status` is that of a request that changes something. */
const isWrite = (request: string) => !request.startsWith('GET');

const changesOf = (actions: string[]) =>
	actions.filter((action) => !action.startsWith('unchanged')).sort();

const entriesOf = (attributes: IDataObject) => {
	const { n8n_sync_keys: keys = [], n8n_sync_source: from = [] } = attributes as Record<
		string,
		string[]
	>;
	return keys.map((key, index) => ({ key, source: from[index] ?? '' }));
};
