import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import { aHistory, type Entry } from '../transport/entities';

/** Asks for all entries of a conversation (`agents_api_v1_conversations_history`). */
export const historyRequest = (conversationId: string): ApiRequest => ({
	method: 'GET',
	path: ['v1', 'conversations', conversationId, 'history'],
});

export const historyOf = async (api: Api, conversationId: string): Promise<Entry[]> =>
	(await api.send(historyRequest(conversationId), aHistory)).json.entries;

/** @returns undefined when it cannot be read, which may be for the reason that a stream was cut */
export async function lookAtHistory(
	api: Api,
	conversationId: string,
): Promise<Entry[] | undefined> {
	try {
		return await historyOf(api.within({ maxRetries: 0 }), conversationId);
	} catch {
		return undefined;
	}
}
