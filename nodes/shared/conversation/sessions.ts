import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import type { Conversation } from '../transport/entities';
import { credentialType } from '../transport/n8nRequest';

/** A chat: who talks to whom. */
export interface Session {
	/** Names the chat for whoever sends its messages; it stands in the conversation's metadata. */
	sessionKey: string;
	/** Undefined for a chat with a model, whichever it is. */
	agentId?: string;
}

/** The metadata by which a session's conversation is found again; nothing else, as a filter may be exact. */
export const sessionMetadata = ({ sessionKey }: Session) => ({ sessionKey });

/** Lists conversations that may be a session's. How the filter matches is not documented. */
export const sessionSearch = (session: Session): ApiRequest => ({
	method: 'GET',
	path: ['v1', 'conversations'],
	query: { metadata: JSON.stringify(sessionMetadata(session)) },
});

/**
 * The conversation of a session: the oldest one, so that all runs take the same when two have been started.
 *
 * @param listed in any order; those of other sessions and agents among them are left out
 * @param gone ids of conversations that are listed, but deleted
 */
export const conversationOf = (
	{ sessionKey, agentId }: Session,
	listed: Conversation[],
	gone: ReadonlySet<string>,
): Conversation | undefined =>
	listed
		.filter(({ id }) => !gone.has(id))
		.filter(({ metadata }) => metadata?.sessionKey === sessionKey)
		.filter(({ agent_id }) => (agent_id ?? undefined) === agentId)
		.sort(byAge)
		.at(0);

const timeOf = ({ created_at }: Conversation) => {
	const time = Date.parse(created_at ?? '');
	return Number.isNaN(time) ? Infinity : time;
};

/** Of two from the same moment any will do, if it is always the same. */
function byAge(a: Conversation, b: Conversation): number {
	if (timeOf(a) !== timeOf(b)) return timeOf(a) < timeOf(b) ? -1 : 1;
	return a.id < b.id ? -1 : 1;
}

/**
 * What an execution knows of its sessions: the list of conversations may show a new one late. n8n keeps it
 * as long as the execution, over loops and waits, for all of its nodes.
 */
export class KnownSessions {
	private readonly ids: Record<string, string | undefined>;

	private readonly credentialId: unknown;

	constructor(context: IExecuteFunctions) {
		const execution: Record<string, typeof this.ids | undefined> = context.getContext('flow');
		this.ids = execution.mistralSessions ??= {};
		this.credentialId = context.getNode().credentials?.[credentialType]?.id;
	}

	/** The id of the session's conversation. */
	get(session: Session): string | undefined {
		return this.ids[this.keyOf(session)];
	}

	set(session: Session, conversationId: string): void {
		this.ids[this.keyOf(session)] = conversationId;
	}

	/** Other accounts have other conversations. */
	private keyOf({ sessionKey, agentId }: Session): string {
		return JSON.stringify([this.credentialId ?? null, agentId ?? null, sessionKey]);
	}
}
