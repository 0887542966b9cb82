import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chunksOf, textOf } from '../conversation/content';
import { historyOf } from '../conversation/history';
import type { Entry } from '../transport/entities';
import { chosenId, matches, pickerApi } from './picker';

/** Entries of the conversation that is chosen in the same node, shown by what was said. */
export async function searchEntries(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const conversationId = chosenId(this, 'conversationId', {
		name: 'a conversation',
		instead: 'the entry by its ID',
	});
	const entries = await historyOf(pickerApi(this), conversationId);
	return {
		results: entries
			.flatMap((entry) =>
				typeof entry.id === 'string' ? { name: titleOf(entry), value: entry.id } : [],
			)
			.filter(({ name, value }) => matches(filter, name, value)),
	};
}

const longestTitle = 80;

function titleOf({ type, role, content, name, result, next_agent_name: nextAgent }: Entry) {
	const said = textOf(chunksOf(content)) || name || result || nextAgent || '';
	const title = `${String(role ?? type)}: ${String(said).replace(/\s+/g, ' ')}`;
	return title.length > longestTitle ? `${title.slice(0, longestTitle)}…` : title;
}
