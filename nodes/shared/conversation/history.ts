import type { IDataObject } from 'n8n-workflow';

import type { ApiContext } from '../transport/context';
import type { ApiRequest } from '../transport/apiRequest';
import type { RequestOptions } from '../transport/attempts';
import { apiRequest } from '../transport/request';

/** Asks for all entries of a conversation (`agents_api_v1_conversations_history`). */
export const historyRequest = (conversationId: string): ApiRequest => ({
	method: 'GET',
	path: ['v1', 'conversations', conversationId, 'history'],
});

/** @returns undefined when it cannot be read, which may be for the reason that a stream was cut */
export async function lookAtHistory(
	context: ApiContext,
	conversationId: string,
	options: RequestOptions,
): Promise<IDataObject[] | undefined> {
	try {
		const history = await apiRequest(context, historyRequest(conversationId), {
			...options,
			maxRetries: 0,
		});
		return (history as { entries: IDataObject[] }).entries;
	} catch {
		return undefined;
	}
}
