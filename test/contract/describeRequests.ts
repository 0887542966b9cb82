import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import type { Resources } from '../../nodes/shared/operation/operation';
import { apiPath } from '../../nodes/shared/transport/path';
import { operationsOf } from '../operation/operations';
import { requestFor } from '../operation/requestFor';
import { describedTest } from './describedTest';

/** Of an operation parameter sets with every optional field set, and one with none. */
export interface ParameterSets {
	none: IDataObject;
	all: IDataObject[];
	/** Parameters that a request does not show. */
	unseen?: string[];
	/** Added to the body where the description wants more than the service. */
	added?: IDataObject;
}

/** What `options` holds of the run. */
export const run = { maxConcurrency: 2, maxRetries: 1, timeout: 1000 };

/** Names of collection fields and row fields, as `completionArgs.topP`. */
const fieldNames = ({ name, type, options = [] }: INodeProperties): string[] => {
	const fields =
		type === 'fixedCollection'
			? (options as INodePropertyCollection[]).flatMap(({ values }) => values)
			: (options as INodeProperties[]);
	return type === 'collection' || type === 'fixedCollection'
		? fields.map((field) => `${name}.${field.name}`)
		: [name];
};

const namesSet = (set: IDataObject): string[] =>
	Object.entries(set).flatMap(([name, value]) => {
		const rows = (value as { values?: unknown } | undefined)?.values as IDataObject[] | undefined;
		if (Array.isArray(rows))
			return rows.flatMap((row) => Object.keys(row).map((field) => `${name}.${field}`));
		return ['options', 'filters', 'completionArgs'].includes(name)
			? Object.keys(value as IDataObject).map((field) => `${name}.${field}`)
			: [name];
	});

/**
 * Holds the requests of all operations of a node against the vendor's description.
 *
 * @param sets by names such as `document.get`
 */
export function describeRequests(resources: Resources, sets: Record<string, ParameterSets>): void {
	describe.each(operationsOf(resources))('the request of %s', (name, operation) => {
		const found = sets[name];
		if (!found) throw new Error(`No parameter sets for the operation ${name}`);
		const { none, all, unseen = [], added } = found;

		// So that a new parameter is not forgotten in the sets.
		it('is checked with each of its parameters', () => {
			const known = [...all.flatMap(namesSet), ...unseen, 'limit'];
			const own = operation.properties.flatMap(fieldNames);
			expect(own.filter((field) => !known.includes(field))).toEqual([]);
		});

		describedTest('fits the description, with all optional fields and with none', (description) => {
			for (const set of [none, ...all]) {
				const { method, path, query, body } = requestFor(operation, set);
				const paging = operation.paging ? { page_size: '100', ...operation.paging.query() } : {};
				const texts = Object.entries({ ...query, ...paging }).map(([key, value]) => [
					key,
					`${value}`,
				]);
				expect(
					description.requestErrors(method, apiPath(path), {
						query: Object.fromEntries(texts) as Record<string, string>,
						body: added ? { ...body, ...added } : body,
						strict: true,
					}),
				).toEqual([]);
			}
		});
	});
}
