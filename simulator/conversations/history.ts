/** What a conversation's history holds, and what of it readers see. */
import type { Entry } from '../schemas/entries';
import type { SimulatorSettings } from '../settings';
import type { Conversation } from '../state';

/** Adds entries; those whose ids are there already take their former places. */
export function put(conversation: Conversation, entries: Entry[]): void {
	const byId = new Map(conversation.entries.map((entry) => [entry.id, entry]));
	for (const entry of entries) byId.set(entry.id, entry);
	conversation.entries = [...byId.values()];
}

/** The entries as somebody who reads now sees them. */
export function readEntries(
	{ entries, unseen }: Conversation,
	{ completedAt }: SimulatorSettings,
): Entry[] {
	const seen = unseen && !unseen.change.read() ? unseen.before : entries;
	return completedAt === 'set' ? seen : seen.map((entry) => ({ ...entry, completed_at: null }));
}
