import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { matches, pickerRequest } from './pickerRequest';

interface ModelCard extends IDataObject {
	id: string;
	aliases?: string[];
	deprecation?: string | null;
	capabilities?: { completion_chat?: boolean };
}

/** Models that can chat under all their names, the outgoing ones marked. The list is not paged. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const answer = await pickerRequest(this)({ method: 'GET', path: ['v1', 'models'] });
	const { data } = answer as { data: ModelCard[] };
	const names = new Map(
		data
			.filter(({ capabilities }) => capabilities?.completion_chat)
			.flatMap(({ id, aliases = [], deprecation }) =>
				[...aliases, id].map(
					(name) => [name, deprecation ? `${name} (deprecated)` : name] as const,
				),
			),
	);
	return {
		results: [...names]
			.map(([value, name]) => ({ name, value }))
			.filter(({ name }) => matches(filter, name))
			.sort((a, b) => a.name.localeCompare(b.name)),
	};
}
