import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { numberedPages, type Page, requestPage } from '../transport/paging';
import { chosenId, matches, pickerRequest } from './pickerRequest';

/**
 * Versions of the agent that is chosen in the same node. The API cannot search, so pages are read until
 * one holds a match.
 */
export async function searchVersions(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const agentId = chosenId(this, 'agentId', {
		name: 'an agent',
		instead: 'the version by its number',
	});
	const path = ['v1', 'agents', agentId, 'versions'];
	let page: Page = { entities: [], next: paginationToken };
	let found: IDataObject[];
	do {
		page = await requestPage(
			pickerRequest(this),
			{ method: 'GET', path },
			numberedPages,
			undefined,
			page.next,
		);
		found = page.entities.filter((one) => matches(filter, one.version, one.version_message));
	} while (found.length === 0 && page.next);
	return {
		results: found.map((one) => ({ name: titleOf(one), value: String(one.version) })),
		paginationToken: page.next,
	};
}

const titleOf = ({ version, version_message: message, updated_at }: IDataObject) =>
	`${String(version)}${message ? `: ${String(message)}` : ''} (${String(updated_at).slice(0, 16).replace('T', ' ')})`;
