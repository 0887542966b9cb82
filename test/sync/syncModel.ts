import { strict as assert } from 'node:assert';

import { expect } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { compare } from '../../nodes/MistralLibraries/sync/comparison';
import { Holders, takeOff } from '../../nodes/MistralLibraries/sync/holders';
import { isMark, marksOf } from '../../nodes/MistralLibraries/sync/marks';
import type { Plan } from '../../nodes/MistralLibraries/sync/plan';
import { sha256Of } from '../../nodes/MistralLibraries/sync/sha256';
import { type MadeRequest, MemoryLibrary, type PatchMode } from './memoryLibrary';
import {
	type ApproveCommand,
	type Command,
	type CompareCommand,
	type SyncCommand,
	sources,
	type Trouble,
} from './modelCommands';
import { planFor, stateOf, sync, type Synced } from './syncs';
import { untroubled, WantedFiles } from './wantedFiles';

/** A third source, which a person writes into marks. */
const editor = 'edited by hand';

type Around = <T>(request: MadeRequest, work: () => T) => Promise<T>;

/** Plain maps of keys to contents beside a library that is kept in step with them. */
export class Model {
	private readonly library: MemoryLibrary;
	private readonly wanted = new WantedFiles();
	/** Names of the documents that people have uploaded, by ID. */
	private readonly byHand = new Map<string, string>();

	/** IDs of the documents to whose marks the editor has added an entry. */
	private readonly edited = new Set<string>();
	/** IDs of the documents that were taken away by hand. */
	private readonly removed = new Set<string>();
	/** What was wrong in a run within a run. */
	private broken: unknown;

	constructor(mode: PatchMode) {
		this.library = new MemoryLibrary(mode);
	}

	async do(command: Command): Promise<void> {
		await this.carryOut(command);
		if (this.broken) throw this.broken;
	}

	private async carryOut(command: Command): Promise<void> {
		if (this.wanted.change(command)) return;
		switch (command.do) {
			case 'upload by hand':
				this.uploadByHand(command.content);
				break;
			case 'remove by hand':
				this.remove([...this.library.documents.keys()][command.place]);
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

	/** Whatever happened before, two runs without trouble put all right. */
	async end(): Promise<void> {
		for (const source of sources) await this.sync({ ...untroubled, source });
	}

	private uploadByHand(content: string): void {
		const { document, isNew } = this.library.put(content, `${content} by hand`);
		if (!isNew) return;
		this.library.patch(document.id, { attributes: { owner: 'a person' } });
		this.byHand.set(document.id, document.name);
	}

	private remove(id = ''): void {
		this.library.documents.delete(id);
		this.byHand.delete(id);
		this.edited.delete(id);
		this.removed.add(id);
	}

	/** A dry run, something else, and a run that may do just what the dry run has said. */
	private async approve(command: ApproveCommand): Promise<void> {
		const plan = () =>
			planFor(this.library, this.filesOf(command), { ...command, deleteMissing: true });
		const approved = plan();
		for (const other of command.meanwhile) await this.carryOut(other);
		if (plan().fingerprint === approved.fingerprint) await this.sync(command, approved);
		else assert(command.meanwhile.length > 0, 'The plan has become another one by itself');
	}

	/** @param approved the plan that somebody has said yes to */
	private async sync(command: Omit<SyncCommand, 'do'>, approved?: Plan): Promise<void> {
		const { source, keyPrefix, maxDeletePercent } = command;
		const files = this.filesOf(command);
		const before = this.snapshot();
		const killer = new AbortController();
		const options = {
			source,
			keyPrefix,
			maxDeletePercent,
			deleteMissing: true,
			isApproved: approved !== undefined,
			signal: killer.signal,
		};
		let plan: Plan | undefined;
		const done: MadeRequest[] = [];
		const around = this.around(source, command.trouble, killer);
		const run = sync(this.library, files, {
			...options,
			planned: (made) => (plan = made),
			around: (request, work) => {
				done.push(request);
				return around(request, work);
			},
		});
		const synced = await orKilled(run, killer);
		assert(plan);
		this.checkKept(source, keyPrefix, before, command.trouble);
		checkRequests(done, approved ?? plan, before);
		const withheld = synced?.outcomes.filter(({ action }) => action === 'withheld') ?? [];
		// After a failure deletes that were approved are withheld too.
		assert(!approved || command.trouble || withheld.length === 0);
		if (synced) await this.checkSynced(synced, command, options);
	}

	private filesOf({
		source,
		keyPrefix,
		isReversed,
	}: Omit<SyncCommand, 'do'>): Record<string, string> {
		const files = [...this.wanted.of(source)].filter(([key]) => key.startsWith(keyPrefix));
		return Object.fromEntries(isReversed ? files.reverse() : files);
	}

	private async checkSynced(
		{ outcomes }: Synced,
		command: Omit<SyncCommand, 'do'>,
		options: { source: string; keyPrefix: string },
	): Promise<void> {
		const has = (action: string) => outcomes.some((outcome) => outcome.action === action);
		assert(command.trouble || !has('failed'));
		if (outcomes.some(({ action, step }) => action === 'failed' && step.kind !== 'delete')) {
			assert(!has('deleted'));
		}
		if (has('failed')) return;
		const inScope = stateOf(this.library, command.source)
			.filter(({ key }) => key.startsWith(command.keyPrefix))
			.map(({ key, bytes }) => `${key}=${bytes}`);
		const wanted = [...this.wanted.of(command.source)]
			.filter(([key]) => key.startsWith(command.keyPrefix))
			.map(([key, bytes]) => `${key}=${bytes}`);
		for (const one of wanted) assert(inScope.includes(one), `${one} is missing`);
		if (has('withheld')) return;
		// What somebody has edited in between is seen by the next run.
		if (command.trouble?.kind !== 'marks edited') {
			expect(inScope.sort()).toEqual(wanted.sort());
		}
		// A document that another source has left gets its new owner's name.
		if (command.trouble?.kind === 'other source syncs') return;
		const again = await sync(this.library, this.filesOf(command), {
			...options,
			deleteMissing: true,
		});
		expect(again.requests).toEqual([]);
		assert(again.outcomes.every(({ action }) => action === 'unchanged'));
	}

	/** Compare → upload → delete, as a workflow does it with one item after the other. */
	private async compare({ source, trouble }: CompareCommand): Promise<void> {
		const map = this.wanted.of(source);
		const before = this.snapshot();
		const killer = new AbortController();
		const listed = [...map].map(([key, content]) => ({ key, version: `${content}1` }));
		const contents = [...map].map(([key, bytes]) => ({ bytes, name: key }));
		const documents = this.library.list();
		const library = this.library.seenBy(contents, this.around(source, trouble, killer));
		const holders = new Holders(library, documents);
		const rows = compare(documents, listed, { source, maxDeletePercent: 100, onlyChanges: true });
		let failed = 0;
		const attempt = async (work: () => Promise<void>) => {
			if (killer.signal.aborted) return;
			await orKilled(work(), killer, () => failed++);
		};
		const handed: Array<{ key: string; id: string }> = [];
		for (const { key, item } of rows.filter((row) => row.item !== undefined)) {
			await attempt(async () => {
				const content = map.get(key) ?? '';
				const uploaded = await library.upload(item ?? -1);
				const entry = { source, key, version: `${content}1` };
				const { document } = await holders.hand(uploaded, sha256Of(content), entry);
				handed.push({ key, id: document.id });
			});
		}
		// The workflow goes on to its deletes only when all uploads have come through.
		const isUploaded = failed === 0;
		for (const { key, id } of isUploaded ? handed : []) {
			await attempt(async () => await holders.release({ source, key }, id));
		}
		for (const { key, documentId = '' } of rows.filter((row) => row.item === undefined)) {
			if (!isUploaded) break;
			await attempt(async () => {
				const document = await library.read(documentId);
				if (document) await takeOff(library, document, { source, key });
			});
		}
		this.checkKept(source, '', before, trouble);
		assert(trouble || failed === 0);
		if (trouble) return;
		const state = stateOf(this.library, source);
		for (const [key, content] of map) {
			const held = state.filter((entry) => entry.key === key);
			expect(held).toEqual([{ key, bytes: content }]);
		}
	}

	private snapshot() {
		return structuredClone(this.library.documents);
	}

	/** Trouble at one request; nothing comes through after a kill. */
	private around(source: string, trouble: Trouble | null, killer: AbortController): Around {
		let count = 0;
		let isOver = trouble === null;
		return async (request, work) => {
			killer.signal.throwIfAborted();
			const isDue = !isOver && ++count >= (trouble?.at ?? Infinity);
			// Between reading and writing a document nobody can be kept out.
			const isOpen = request.kind === 'read' || request.kind === 'upload';
			if (!isDue || !trouble) return work();
			switch (trouble.kind) {
				case 'killed before':
					return kill(killer);
				case 'killed after':
					work();
					return kill(killer);
				case 'fails':
					isOver = true;
					throw new Error('Mistral has failed');
				case 'answer lost':
					isOver = true;
					work();
					throw new Error('The answer was lost');
				case 'other source syncs':
					if (!isOpen) return work();
					isOver = true;
					await this.syncOther(source);
					return work();
				case 'marks edited':
					if (request.kind !== 'read') return work();
					isOver = true;
					this.edit(request.about);
					return work();
				case 'document removed':
					if (request.kind !== 'read') return work();
					isOver = true;
					this.remove(request.about);
					return work();
			}
		};
	}

	/** The run around it would take what is wrong here for a request that failed. */
	private async syncOther(source: string): Promise<void> {
		try {
			for (const other of sources) {
				if (other !== source) await this.sync({ ...untroubled, source: other });
			}
		} catch (error) {
			this.broken ??= error;
		}
	}

	private edit(id: string): void {
		const { attributes } = this.library.documents.get(id) ?? {};
		if (!attributes || !marksOf(attributes)) return;
		const add = (name: string, value: string) => [...(attributes[name] as string[]), value];
		this.edited.add(id);
		this.library.patch(id, {
			attributes: {
				...attributes,
				n8n_sync_source: add('n8n_sync_source', editor),
				n8n_sync_keys: add('n8n_sync_keys', 'edited'),
				n8n_sync_version: add('n8n_sync_version', ''),
			},
		});
	}

	/** Nothing is missing that was there and should be, and nothing of others was touched. */
	private checkKept(
		source: string,
		keyPrefix: string,
		before: MemoryLibrary['documents'],
		trouble: Trouble | null,
	): void {
		const after = this.library.documents;
		for (const id of this.removed) before.delete(id);
		// The other source may delete what only it has had; the run that wanted it fails and is repeated.
		const isSafe = ({ attributes }: { attributes: IDataObject }) => {
			const marks = trouble?.kind === 'other source syncs' ? marksOf(attributes) : undefined;
			return !marks || marks.adopted || marks.entries.some((entry) => entry.source === source);
		};
		const contentsBefore = new Set([...before.values()].filter(isSafe).map(({ bytes }) => bytes));
		const contentsAfter = new Set([...after.values()].map(({ bytes }) => bytes));
		for (const [key, content] of this.wanted.of(source)) {
			// A batch does not know of a key that has moved into another one.
			if (!key.startsWith(keyPrefix)) continue;
			assert(!contentsBefore.has(content) || contentsAfter.has(content), `${content} is gone`);
		}
		for (const [id, name] of this.byHand) {
			const document = after.get(id);
			assert.equal(document?.name, name);
			const others = Object.entries(document.attributes).filter(([field]) => !isMark(field));
			expect(others).toEqual([['owner', 'a person']]);
		}
		for (const id of this.edited) {
			const { entries = [] } = marksOf(after.get(id)?.attributes) ?? {};
			assert(entries.some((entry) => entry.source === editor));
		}
		const isUntouched = (entry: { source: string; key: string }) =>
			entry.source === editor ||
			(entry.source === source
				? !entry.key.startsWith(keyPrefix)
				: trouble?.kind !== 'other source syncs');
		for (const [id, { attributes }] of before) {
			const entries = marksOf(attributes)?.entries.filter(isUntouched) ?? [];
			const now = marksOf(after.get(id)?.attributes)?.entries.filter(isUntouched) ?? [];
			// What a person has added in between comes last.
			expect(now.slice(0, entries.length)).toEqual(entries);
		}
	}
}

function kill(killer: AbortController): never {
	killer.abort(new Error('Killed'));
	throw new Error('Killed');
}

/** @returns undefined when the run did not come to its end */
async function orKilled<T>(
	run: Promise<T>,
	killer: AbortController,
	failed?: () => void,
): Promise<T | undefined> {
	try {
		return await run;
	} catch (error) {
		if (killer.signal.aborted) return undefined;
		if (!failed) throw error;
		failed();
		return undefined;
	}
}

/** Nothing goes up that was known, and nothing goes that was not planned to go. */
function checkRequests(
	requests: MadeRequest[],
	plan: Plan,
	before: MemoryLibrary['documents'],
): void {
	const of = (kind: string) =>
		requests.filter((request) => request.kind === kind).map(({ about }) => about);
	const known = [...before.values()].filter(({ attributes }) => marksOf(attributes));
	for (const content of of('upload')) assert(!known.some(({ bytes }) => bytes === content));
	assert.equal(new Set(of('upload')).size, of('upload').length);
	const planned = plan.steps.flatMap((step) => (step.kind === 'delete' ? [step.document.id] : []));
	for (const id of of('delete')) assert(planned.includes(id), `${id} was not to be deleted`);
	const hashes = plan.steps.flatMap((step) => (step.kind === 'upload' ? [step.wanted.sha256] : []));
	for (const content of of('upload')) assert(hashes.includes(sha256Of(content)));
}
