import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import { aConversation, type Conversation } from '../transport/entities';
import { numberedPages } from '../transport/paging';
import { matches, minuteOf, pageWith, titleWith } from './picker';

const conversations: ApiRequest = { method: 'GET', path: ['v1', 'conversations'] };

export async function searchConversations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { entities, next } = await pageWith(
		this,
		conversations,
		numberedPages,
		aConversation,
		({ name, description, id }) => matches(filter, name, description, id),
		paginationToken,
	);
	return {
		results: entities.map((one) => ({ name: titleOf(one), value: one.id })),
		paginationToken: next,
	};
}

/** Most conversations have no name: then when and with whom tells them apart. */
const titleOf = ({ name, id, created_at, model, agent_id }: Conversation) =>
	titleWith(name || id, minuteOf(created_at), model ?? agent_id);
