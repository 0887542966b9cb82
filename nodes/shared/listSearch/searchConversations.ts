import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import { numberedPages, type Page, requestPage } from '../transport/paging';
import { matches, pickerRequest } from './pickerRequest';

const conversations: ApiRequest = { method: 'GET', path: ['v1', 'conversations'] };

/** The API cannot search, so pages are read until one holds a match. */
export async function searchConversations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	let page: Page = { entities: [], next: paginationToken };
	let found: IDataObject[];
	do {
		page = await requestPage(
			pickerRequest(this),
			conversations,
			numberedPages,
			undefined,
			page.next,
		);
		found = page.entities.filter((one) => matches(filter, one.name, one.description, one.id));
	} while (found.length === 0 && page.next);
	return {
		results: found.map((one) => ({ name: titleOf(one), value: String(one.id) })),
		paginationToken: page.next,
	};
}

/** Most conversations have no name: then when and with whom tells them apart. */
const titleOf = ({ name, id, created_at, model, agent_id }: IDataObject) =>
	`${String(name || id)} (${String(created_at).slice(0, 16).replace('T', ' ')}, ${String(model ?? agent_id)})`;
