import { answerFault } from '../shared/conversation/ask';
import { historyOf, lookAtHistory } from '../shared/conversation/history';
import { hasInput } from '../shared/conversation/inputsInHistory';
import { reconcile } from '../shared/conversation/reconcile';
import type { Api } from '../shared/transport/api';
import { aConversation, type Answer, type Entry } from '../shared/transport/entities';
import { entitiesOf, numberedPages } from '../shared/transport/paging';
import { isObject } from '../shared/transport/shape';
import type { Plan } from './plan';
import { marked, type Progress, tokenField } from './progress';

/** When n8n starts, its network may not be there yet: these wait for it for up to an hour. */
const limits = { maxRetries: 120 };

/**
 * The answer that was under way when n8n was stopped, from the history of its conversation.
 *
 * @returns undefined when no answer was under way
 * @throws {NodeApiError} when there was one and the history does not come to hold all of it
 */
export async function interruptedAnswer(
	api: Api,
	plan: Plan,
	progress: Progress,
): Promise<Answer | undefined> {
	const patient = api.within(limits);
	const conversationId =
		plan.mode === 'append'
			? plan.parameters.conversationId
			: await markedConversation(patient, plan, progress);
	if (conversationId === undefined) return undefined;

	const since = (entries: Entry[]) =>
		entries.slice(entries.findIndex(({ id }) => id === progress.after) + 1);
	const { body = {} } = plan.request;
	if (!hasInput(body.inputs, since(await historyOf(patient, conversationId)))) return undefined;

	const outputs = await reconcile(
		api,
		async () => {
			const entries = await lookAtHistory(api, conversationId);
			return entries && since(entries);
		},
		{ body, seen: [], lastBefore: null },
	);
	if (outputs) {
		return { conversation_id: conversationId, outputs, usage: null, reconciled: true };
	}
	throw answerFault(
		api,
		'The answer that was under way when n8n was stopped did not become complete',
		{ conversationId, partialText: '' },
	);
}

/** The newest conversation with the trigger's mark; an answer that failed may have left an older one. */
async function markedConversation(
	api: Api,
	plan: Plan,
	{ token }: Progress,
): Promise<string | undefined> {
	// Whether the filter wants some or all of the metadata is not documented: all of it fits both.
	const metadata = marked(plan, token).body?.metadata;
	if (!isObject(metadata) || metadata[tokenField] !== token) return undefined;
	const query = { metadata: JSON.stringify(metadata) };
	const found = await entitiesOf(
		api.pages(
			{ method: 'GET', path: ['v1', 'conversations'], query },
			numberedPages,
			aConversation,
		),
	);
	const [newest] = found
		.filter((one) => one.metadata?.[tokenField] === token)
		.sort((a, b) => String(b.created_at).localeCompare(String(a.created_at)));
	return newest?.id;
}
