import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { runFields } from '../descriptions/options';
import type { Limits } from '../transport/api';
import { readParameters } from './parameters';

/** Fields of `options` that decide about the run as a whole. */
export interface RunOptions extends Limits {
	maxConcurrency?: number;
}

/** The parameters of one item, checked by their descriptions. */
export const readItem = (
	context: IExecuteFunctions,
	properties: INodeProperties[],
	itemIndex: number,
): IDataObject =>
	readParameters(
		properties,
		(name) => context.getNodeParameter(name, itemIndex, null),
		context.getTimezone(),
	);

/**
 * Read from the first item. Other options are that item's own: a wrong one is no reason to fail the run.
 *
 * @throws {ParameterError}
 */
export function readRunOptions(
	context: IExecuteFunctions,
	properties: INodeProperties[],
): RunOptions {
	const own = properties.filter(({ name }) => name === 'options');
	const { options } = readItem(context, own.map(onlyRunFields), 0);
	return (options ?? {}) as RunOptions;
}

const onlyRunFields = (options: INodeProperties) => ({ ...options, options: runFields });
