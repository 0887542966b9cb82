import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chunksOf, textOf } from '../conversation/content';
import { historyOf } from '../conversation/history';
import type { Entry } from '../transport/entities';
import { chosenId, matches, pickerApi } from './picker';

/** Entries of the conversation that is chosen in the same node, shown by when and by whom what was said. */
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

const longestTitle = 100;

function titleOf(entry: Entry) {
	const { content, name, result, next_agent_name: nextAgent, created_at: createdAt } = entry;
	const said = textOf(chunksOf(content)) || name || result || nextAgent || '';
	const when = createdAt ? `${createdAt.slice(0, 16).replace('T', ' ')} ` : '';
	const title = `${when}${speakerOf(entry)}: ${String(said).replace(/\s+/g, ' ')}`;
	return title.length > longestTitle ? `${title.slice(0, longestTitle)}…` : title;
}

function speakerOf({ type, role, agent_id: agentId, model }: Entry): string {
	switch (type) {
		case 'message.input':
			return role === 'assistant' ? 'Assistant' : 'User';
		case 'message.output':
			return agentId ?? model ?? 'Assistant';
		case 'tool.execution':
			return 'Tool';
		case 'function.call':
			return 'Function call';
		case 'function.result':
			return 'Function result';
		case 'agent.handoff':
			return 'Handoff to';
		default:
			return type;
	}
}
