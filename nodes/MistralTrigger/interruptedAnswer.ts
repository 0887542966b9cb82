import type { NodeApiError } from 'n8n-workflow';

import { answerFault } from '../shared/conversation/ask';
import { historyOf, lookAtHistory } from '../shared/conversation/history';
import { hasInput } from '../shared/conversation/inputsInHistory';
import { reconcile } from '../shared/conversation/reconcile';
import type { Api } from '../shared/transport/api';
import { aConversation, type Answer } from '../shared/transport/entities';
import { entitiesOf, numberedPages } from '../shared/transport/paging';
import { isObject } from '../shared/transport/shape';
import type { Progress } from './machine';
import type { Plan } from './plan';
import { marked, tokenField } from './progress';

/** When n8n starts, its network may not be there yet: these wait for it for up to an hour. */
const limits = { maxRetries: 120 };

/** Times before each look for a request that was under way, in ms; the last one again and again. */
const waits = [0, 2_000, 4_000, 8_000, 15_000, 30_000];

/** How late lists and histories may show a request, in ms. */
const longestLag = 59_000;

/** How long an answer is looked for of which the workflow has a part, in ms; and any, when looks fail. */
const longestSearch = 600_000;

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
	const conversationId = await conversationUnderWay(api.within(limits), plan, progress);
	if (conversationId === undefined) {
		if (progress.given.length === 0) return undefined;
		// The workflow has a part of an answer of which there is no sign.
		throw incomplete(api, plan.parameters.conversationId);
	}
	const { body = {} } = plan.request;
	const outputs = await reconcile(api, async () => await lookAtHistory(api, conversationId), {
		body,
		seen: [],
		lastBefore: lastBefore(plan, progress) ?? null,
	});
	if (outputs) {
		return { conversation_id: conversationId, outputs, usage: null, reconciled: true };
	}
	throw incomplete(api, conversationId);
}

const incomplete = (api: Api, conversationId: string | undefined) =>
	answerFault(api, 'The answer that was under way when n8n was stopped did not become complete', {
		conversationId,
		partialText: '',
	});

/** The entry after which all is new, undefined in a conversation that the trigger has begun. */
const lastBefore = ({ mode, parameters }: Plan, { after }: Progress) =>
	mode === 'append' ? after : parameters.fromEntryId;

/** @returns the conversation that a request was sent to, undefined when there is no sign of one */
async function conversationUnderWay(
	api: Api,
	plan: Plan,
	progress: Progress,
): Promise<string | undefined> {
	if (plan.mode !== 'append' && !isMarked(plan, progress)) return undefined;
	const patience = progress.given.length > 0 ? longestSearch : longestLag;
	let failure: unknown;
	let seen = 0;
	let passed = 0;
	for (let looks = 0; seen < patience && passed < longestSearch;) {
		// Looks that fail take none away from those that tell something.
		const ms = failure ? 30_000 : (waits[looks] ?? 30_000);
		await api.pause(ms);
		passed += ms;
		try {
			const found =
				plan.mode === 'append'
					? await appendedTo(api, plan, progress)
					: await markedConversation(api, plan, progress);
			if (found !== undefined) return found;
			failure = undefined;
			seen += ms;
			looks++;
		} catch (error) {
			// One response without sense says nothing about the next.
			failure = error;
		}
	}
	if (failure) throw failure as NodeApiError;
	return undefined;
}

async function appendedTo(
	api: Api,
	{ parameters, request }: Plan,
	progress: Progress,
): Promise<string | undefined> {
	const { conversationId = '' } = parameters;
	const entries = await historyOf(api, conversationId);
	const first = entries.findIndex(({ id }) => id === progress.after) + 1;
	return hasInput(request.body?.inputs, entries.slice(first)) ? conversationId : undefined;
}

const metadataOf = (plan: Plan, { token }: Progress) => marked(plan, token).body?.metadata;

function isMarked(plan: Plan, progress: Progress): boolean {
	const metadata = metadataOf(plan, progress);
	return isObject(metadata) && metadata[tokenField] === progress.token;
}

/** The newest conversation with the trigger's mark; an answer that failed may have left an older one. */
async function markedConversation(
	api: Api,
	plan: Plan,
	progress: Progress,
): Promise<string | undefined> {
	// Whether the filter wants some or all of the metadata is not documented: all of it fits both.
	const query = { metadata: JSON.stringify(metadataOf(plan, progress)) };
	const found = await entitiesOf(
		api.pages(
			{ method: 'GET', path: ['v1', 'conversations'], query },
			numberedPages,
			aConversation,
		),
	);
	const [newest] = found
		.filter((one) => one.metadata?.[tokenField] === progress.token)
		.sort((a, b) => String(b.created_at).localeCompare(String(a.created_at)));
	return newest?.id;
}
