import { notFound } from '../errors';
import { digest } from '../ids';
import type { CompletionArgs } from '../schemas/completionArgs';
import type { Guardrail } from '../schemas/guardrails';
import type { Tool } from '../schemas/tools';

/** What an agent consists of; each change makes a version. */
export interface AgentContent {
	name: string;
	model: string;
	instructions: string | null;
	description: string | null;
	tools: Tool[];
	completion_args: CompletionArgs;
	guardrails: Guardrail[] | null;
	/** Ids of the agents it may hand over to. */
	handoffs: string[] | null;
	metadata: Record<string, unknown> | null;
	deployment_chat: boolean;
	version_message: string | null;
}

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

interface AgentRecord {
	id: string;
	source: string;
	created_at: string;
	/** The index is the version's number; the vendor counts from 0 (observed). */
	versions: (AgentContent & { updated_at: string })[];
	current: number;
	aliases: Map<string, number>;
}

const blank: Omit<AgentContent, 'name' | 'model'> = {
	instructions: null,
	description: null,
	tools: [],
	completion_args: { tool_choice: 'auto' },
	guardrails: null,
	handoffs: null,
	metadata: null,
	deployment_chat: false,
	version_message: null,
};

/** The agents of one simulator with all their versions. */
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

	/** Adds a version with these changes and makes it the current one. */
	update(id: string, changes: Partial<AgentContent>): Agent {
		const record = this.record(id);
		const updated_at = new Date().toISOString();
		record.versions.push({ ...this.content(record, record.current), ...changes, updated_at });
		record.current = record.versions.length - 1;
		return this.get(id);
	}

	setAlias(id: string, alias: string, version: number): void {
		const record = this.record(id);
		this.content(record, version);
		record.aliases.set(alias, version);
	}

	/**
	 * One agent, in its current version unless another is named: by number, number as text or alias.
	 * Throws the API's 404 for an unknown agent or version.
	 */
	get(id: string, version?: number | string | null): Agent {
		const record = this.record(id);
		const number = this.versionNumber(record, version ?? record.current);
		return {
			...this.content(record, number),
			object: 'agent',
			id,
			version: number,
			versions: record.versions.map((_, index) => index),
			created_at: record.created_at,
			source: record.source,
		};
	}

	/** All agents, newest first (the vendor says "sorted by creation time"; the direction is assumed). */
	list(): Agent[] {
		return [...this.records.keys()].reverse().map((id) => this.get(id));
	}

	private record(id: string): AgentRecord {
		const record = this.records.get(id);
		if (!record) throw notFound(`Agent with id ${id}`);
		return record;
	}

	private versionNumber(record: AgentRecord, version: number | string): number {
		if (typeof version === 'number') return version;
		if (/^\d+$/.test(version)) return Number(version);
		const number = record.aliases.get(version);
		if (number === undefined) throw notFound(`Alias ${version} of agent with id ${record.id}`);
		return number;
	}

	private content(record: AgentRecord, version: number): AgentRecord['versions'][number] {
		const content = record.versions[version];
		if (!content) throw notFound(`Version ${version} of agent with id ${record.id}`);
		return content;
	}
}
