import type { IDataObject } from 'n8n-workflow';

import { checkAddress } from '../transport/apiPath';
import { entitiesOf } from '../transport/paging';
import type {
	AllItems,
	Item,
	List,
	OneRequest,
	Operation,
	Output,
	SeveralCalls,
} from './operation';

/** What is to be done for an item whose parameters have been checked. */
export type Work = (item: Item) => Promise<Output[]>;

export const isForAllItems = (operation: Operation): operation is AllItems =>
	'executeAll' in operation;

/**
 * Checks what can be checked before anything is sent.
 *
 * @throws {ParameterError} for parameters that the operation cannot be carried out with
 */
export function workOf(operation: OneRequest | List | SeveralCalls, parameters: object): Work {
	const request = operation.request(parameters);
	// Refuses ids that are none, and half characters.
	checkAddress(request);
	if ('execute' in operation) {
		return async (item) => [await operation.execute(item, request)].flat();
	}
	if ('paging' in operation) {
		return async ({ api }) => {
			const { returnAll, limit = Infinity }: ManyParameters = parameters;
			const most = returnAll ? Infinity : limit;
			const pages = api.pages(request, operation.paging, operation.entity, { limit: most });
			return (await entitiesOf(pages, most)).map((json) => ({ json }));
		};
	}
	return async ({ api }) => {
		const { json } = await api.send(request, operation.response);
		const found = operation.output ? operation.output(json, parameters) : (json as IDataObject);
		return [found].flat().map((one) => ({ json: one }));
	};
}

interface ManyParameters {
	returnAll?: boolean;
	limit?: number;
}
