import type { IDataObject } from 'n8n-workflow';

import { historyRequest, lookAtHistory } from '../shared/conversation/history';
import { hasInput, reconcile } from '../shared/streaming/reconcile';
import type { RequestOptions } from '../shared/transport/attempts';
import { cancelSignal, pause, throwIfCancelled } from '../shared/transport/cancel';
import type { ClosableTrigger } from '../shared/transport/context';
import { answerError } from '../shared/transport/errors';
import { numberedPages, requestPages } from '../shared/transport/paging';
import { apiRequest } from '../shared/transport/request';
import type { Plan } from './plan';
import { marked, type Progress, tokenField } from './progress';

/** When n8n starts, its network may not be there yet: these wait for it for up to an hour. */
const patience: RequestOptions = { itemIndex: 0, maxRetries: 120 };

/**
 * The answer that was under way when n8n was stopped, from the history of its conversation.
 *
 * @returns the vendor's `ConversationResponse`, undefined when no answer was under way
 * @throws {NodeApiError} when there was one and the history does not come to hold all of it
 */
export async function interruptedAnswer(
	context: ClosableTrigger,
	plan: Plan,
	progress: Progress,
): Promise<IDataObject | undefined> {
	const conversationId =
		plan.mode === 'append'
			? plan.parameters.conversationId
			: await markedConversation(context, plan, progress);
	if (conversationId === undefined) return undefined;

	const since = (entries: IDataObject[] = []) =>
		entries.slice(entries.findIndex(({ id }) => id === progress.after) + 1);
	const { inputs } = plan.request.body ?? {};
	const history = await apiRequest(context, historyRequest(conversationId), patience);
	if (!hasInput(inputs, since((history as { entries: IDataObject[] }).entries))) return undefined;

	const outputs = await reconcile(
		async () => since(await lookAtHistory(context, conversationId, plan.options)),
		inputs,
		[],
		(ms) => pause(cancelSignal(context), ms),
	);
	throwIfCancelled(context, 0);
	if (outputs) {
		return { conversation_id: conversationId, outputs, usage: null, reconciled: true };
	}
	throw answerError(
		context.getNode(),
		'The answer that was under way when n8n was stopped did not become complete',
		0,
		{ conversationId, partialText: '' },
	);
}

/** The newest conversation with the trigger's mark; an answer that failed may have left an older one. */
async function markedConversation(
	context: ClosableTrigger,
	plan: Plan,
	{ token }: Progress,
): Promise<string | undefined> {
	// Whether the filter wants some or all of the metadata is not documented: all of it fits both.
	const { metadata } = marked(plan, token).body ?? {};
	if ((metadata as IDataObject | undefined)?.[tokenField] !== token) return undefined;
	const query = { metadata: JSON.stringify(metadata) };
	const found = await requestPages(
		(page) => apiRequest(context, page, patience),
		{ method: 'GET', path: ['v1', 'conversations'], query },
		numberedPages,
	);
	const [newest] = found
		.filter((one) => (one.metadata as IDataObject | null)?.[tokenField] === token)
		.sort((a, b) => String(b.created_at).localeCompare(String(a.created_at)));
	return newest?.id as string | undefined;
}
