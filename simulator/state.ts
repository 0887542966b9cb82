import { AgentRegistry } from './agents/registry';
import { Busy } from './conversations/busy';
import { FileRegistry } from './files/files';
import { SignedUrls } from './files/signedUrls';
import { Ids } from './ids';
import type { ProcessingTime } from './libraries/processing';
import type { LateChange } from './lag';
import { LibraryRegistry } from './libraries/registry';
import { seedLibraries } from './libraries/seeds';
import { seedAgents } from './agents/seeds';
import type { Draft, Entry } from './schemas/entries';
import type { StartRequest } from './schemas/requests';
import type { SimulatorSettings } from './settings';

/** What a conversation was started with that later answers depend on. */
export type Beginnings = Pick<
	StartRequest,
	'instructions' | 'tools' | 'completion_args' | 'guardrails' | 'model' | 'agent_id'
> & {
	/** The version an agent's conversation stays on (assumed), `null` with a model. */
	agent_version: number | null;
};

/** A stored conversation. Times are ISO 8601 strings. */
export interface Conversation {
	id: string;
	created_at: string;
	updated_at: string;
	name: string | null;
	description: string | null;
	metadata: Record<string, unknown> | null;
	beginnings: Beginnings;
	/** What there is; readers see what `conversations/history.ts` shows them. */
	entries: Entry[];
	/** Whether something was appended; only then may it be restarted. */
	appended: boolean;
	/** What the last request adds, which readers see late, and what they see until then. */
	unseen?: { before: Entry[]; change: LateChange };
	/** That it is there at all, which lists show late. */
	listed?: LateChange;
}

const idPrefixes: Record<Draft['type'], string> = {
	'message.input': 'msg',
	'message.output': 'msg',
	'tool.execution': 'tool_exec',
	'function.call': 'fc',
	'function.result': 'fr',
	'agent.handoff': 'handoff',
};

/** Everything one simulator remembers. */
export class State {
	readonly ids = new Ids();
	readonly agents = new AgentRegistry();
	/** In order of creation. */
	readonly conversations = new Map<string, Conversation>();
	readonly busy: Busy;
	readonly files = new FileRegistry(this.ids);
	readonly signedUrls = new SignedUrls();
	readonly libraries: LibraryRegistry;

	constructor(
		readonly settings: SimulatorSettings,
		processingTime: ProcessingTime,
	) {
		this.busy = new Busy(settings);
		this.libraries = new LibraryRegistry(processingTime, settings);
		seedAgents(this.agents);
		seedLibraries(this.libraries);
	}

	/** The present time by the service's clock, in ISO 8601. */
	now(): string {
		return new Date(Date.now() + this.settings.clockSkew).toISOString();
	}

	/** Makes an entry of a draft: with its id and the present time. */
	stamp(draft: Draft): Entry {
		const now = this.now();
		// An open call is not completed until its result or confirmation is there (observed: null).
		const completed_at = draft.type === 'function.call' ? null : now;
		const id = this.ids.prefixed(idPrefixes[draft.type]);
		return { ...draft, object: 'entry', id, created_at: now, completed_at };
	}

	/**
	 * A conversation that is not stored yet. `add` it to keep it; tests seed by adding what they make
	 * here, without a request and without an answer.
	 */
	newConversation(fields: Partial<Conversation> = {}): Conversation {
		const now = this.now();
		return {
			id: this.ids.prefixed('conv'),
			created_at: now,
			updated_at: now,
			name: null,
			description: null,
			metadata: null,
			beginnings: { model: 'mistral-medium-latest', agent_version: null },
			entries: [],
			appended: false,
			...fields,
		};
	}

	add(conversation: Conversation): Conversation {
		this.conversations.set(conversation.id, conversation);
		return conversation;
	}
}
