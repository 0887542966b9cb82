import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { type Agent, anAgentVersion } from '../transport/entities';
import { numberedPages } from '../transport/paging';
import { chosenId, matches, minuteOf, pageWith, titleWith } from './picker';

/** Versions of the agent that is chosen in the same node. */
export async function searchVersions(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const agentId = chosenId(this, 'agentId', {
		name: 'an agent',
		instead: 'the version by its number',
	});
	const { entities, next } = await pageWith(
		this,
		{ method: 'GET', path: ['v1', 'agents', agentId, 'versions'] },
		numberedPages,
		anAgentVersion,
		(one) => matches(filter, one.version, one.version_message),
		paginationToken,
	);
	return {
		results: entities.map((one) => ({ name: titleOf(one), value: String(one.version) })),
		paginationToken: next,
	};
}

const titleOf = ({ version, version_message: message, updated_at }: Agent) =>
	titleWith(message ? `${version}: ${String(message)}` : String(version), minuteOf(updated_at));
