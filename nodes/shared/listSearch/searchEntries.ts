import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chunksOf, type Content, textOf } from '../conversation/content';
import { chosenId, matches, pickerRequest } from './pickerRequest';

/** Entries of the conversation that is chosen in the same node, shown by what was said. */
export async function searchEntries(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const conversationId = chosenId(this, 'conversationId', ['conversation', 'entry']);
	const answer = await pickerRequest(this)({
		method: 'GET',
		path: ['v1', 'conversations', conversationId, 'history'],
	});
	const { entries } = answer as { entries: IDataObject[] };
	return {
		results: entries
			.map((entry) => ({ name: titleOf(entry), value: String(entry.id) }))
			.filter(({ name, value }) => matches(filter, name, value)),
	};
}

const longestTitle = 80;

function titleOf({ type, role, content, name, result, next_agent_name: nextAgent }: IDataObject) {
	const said =
		textOf(chunksOf(content as Content | undefined)) || name || result || nextAgent || '';
	const title = `${String(role ?? type)}: ${String(said).replace(/\s+/g, ' ')}`;
	return title.length > longestTitle ? `${title.slice(0, longestTitle)}…` : title;
}
