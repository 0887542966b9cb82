import { notFound } from '../errors';
import { digest } from '../ids';
import { blank, expanded, type AgentContent } from './content';

/** An agent as the API shows it (schema `Agent`). Times are ISO 8601 strings. */
export interface Agent extends AgentContent {
	object: 'agent';
	id: string;
	version: number;
	versions: number[];
	created_at: string;
	updated_at: string;
	source: string;
}

/** A name for a version (schema `AgentAliasResponse`). Times are ISO 8601 strings. */
export interface Alias {
	alias: string;
	version: number;
	created_at: string;
	updated_at: string;
}

/** What a new version has differently; `null` stands for nothing where an agent needs a value (assumed). */
export type AgentChanges = Partial<Omit<AgentContent, Needed>> & {
	[K in Needed]?: AgentContent[K] | null;
};

type Needed = 'name' | 'model' | 'deployment_chat';

interface AgentRecord {
	id: string;
	source: string;
	created_at: string;
	/** The index is the version's number; the vendor counts from 0 (observed). */
	versions: (AgentContent & { updated_at: string })[];
	current: number;
	aliases: Map<string, Alias>;
}

/** The agents of one simulator with all their versions. Unknown ids, versions and aliases throw the 404. */
export class AgentRegistry {
	private readonly records = new Map<string, AgentRecord>();
	private added = 0;

	/**
	 * Adds an agent as version 0. Its id is made from its place and name, so that it stays the same
	 * from run to run. `source` is the vendor's `RequestSource`.
	 */
	add(
		content: Partial<AgentContent> & Pick<AgentContent, 'name' | 'model'>,
		source: 'api' | 'playground' | 'agent_builder_v1' = 'api',
	): Agent {
		this.checkHandoffs(content);
		const id = `ag_${digest(`${++this.added} ${content.name}`)}`;
		const now = new Date().toISOString();
		this.records.set(id, {
			id,
			source,
			created_at: now,
			versions: [{ ...blank, ...content, updated_at: now }],
			current: 0,
			aliases: new Map(),
		});
		return this.get(id);
	}

	/**
	 * Adds a version that is the current one with these changes, each a whole field (assumed), and makes
	 * it the current one. The message belongs to one version only.
	 */
	update(id: string, changes: AgentChanges): Agent {
		this.checkHandoffs(changes);
		const record = this.record(id);
		const before = this.content(record, record.current);
		record.versions.push({
			...before,
			...changes,
			name: changes.name ?? before.name,
			model: changes.model ?? before.model,
			deployment_chat: changes.deployment_chat ?? before.deployment_chat,
			version_message: changes.version_message ?? null,
			updated_at: new Date().toISOString(),
		});
		record.current = record.versions.length - 1;
		return this.get(id);
	}

	/** Makes another version the current one; its time of change is set (observed). */
	switchTo(id: string, version: number): Agent {
		const record = this.record(id);
		this.content(record, version).updated_at = new Date().toISOString();
		record.current = version;
		return this.get(id);
	}

	/** Conversations with the agent stay readable (assumed); they cannot be continued. */
	delete(id: string): void {
		this.records.delete(this.record(id).id);
	}

	setAlias(id: string, alias: string, version: number): Alias {
		const record = this.record(id);
		this.content(record, version);
		const now = new Date().toISOString();
		const created_at = record.aliases.get(alias)?.created_at ?? now;
		const set: Alias = { alias, version, created_at, updated_at: now };
		record.aliases.set(alias, set);
		return set;
	}

	aliases(id: string): Alias[] {
		return [...this.record(id).aliases.values()];
	}

	deleteAlias(id: string, alias: string): void {
		const record = this.record(id);
		record.aliases.delete(this.alias(record, alias).alias);
	}

	/** One agent, in its current version unless another is named: by number, number as text or alias. */
	get(id: string, version?: number | string | null): Agent {
		const record = this.record(id);
		const number = this.versionNumber(record, version ?? record.current);
		const { updated_at, ...content } = this.content(record, number);
		return {
			...expanded(content),
			object: 'agent',
			id,
			version: number,
			versions: record.versions.map((_, index) => index),
			created_at: record.created_at,
			updated_at,
			source: record.source,
		};
	}

	/** An agent in all its versions, newest first (assumed). */
	versions(id: string): Agent[] {
		return this.get(id)
			.versions.reverse()
			.map((version) => this.get(id, version));
	}

	/** All agents, newest first (the vendor says "sorted by creation time"; the direction is assumed). */
	list(): Agent[] {
		return [...this.records.keys()].reverse().map((id) => this.get(id));
	}

	/** An agent hands over only to agents that there are (assumed). */
	private checkHandoffs({ handoffs }: AgentChanges): void {
		handoffs?.forEach((id) => this.record(id));
	}

	private record(id: string): AgentRecord {
		const record = this.records.get(id);
		if (!record) throw notFound(`Agent with id ${id}`);
		return record;
	}

	private versionNumber(record: AgentRecord, version: number | string): number {
		if (typeof version === 'number') return version;
		return /^\d+$/.test(version) ? Number(version) : this.alias(record, version).version;
	}

	private alias(record: AgentRecord, name: string): Alias {
		const alias = record.aliases.get(name);
		if (!alias) throw notFound(`Alias ${name} of agent with id ${record.id}`);
		return alias;
	}

	private content(record: AgentRecord, version: number): AgentRecord['versions'][number] {
		const content = record.versions[version];
		if (!content) throw notFound(`Version ${version} of agent with id ${record.id}`);
		return content;
	}
}
