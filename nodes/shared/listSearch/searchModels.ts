import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import { aModelCard, dataOf } from '../transport/entities';
import { matches, pickerApi } from './picker';

const models: ApiRequest = { method: 'GET', path: ['v1', 'models'] };

/** Models that can chat under all their names, the outgoing ones marked. The list is not paged. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { data } = (await pickerApi(this).send(models, dataOf(aModelCard))).json;
	const names = new Map(
		data
			.filter(({ capabilities }) => capabilities?.completion_chat)
			.flatMap(({ id, aliases, deprecation }) =>
				[...(aliases ?? []), id].map(
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
