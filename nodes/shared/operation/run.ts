import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';

import { type NodeError, nodeError, wholeWords } from './failures';
import { hasCaller } from './hasCaller';
import { Run } from './itemsRun';
import type { Operation, Resources } from './operation';
import { readRunOptions, type RunOptions } from './readItem';

/**
 * Runs the chosen operation over all items. Every item is read and checked before the first one is
 * sent. `maxConcurrency` of them run at a time, those that share their `order` one after the other.
 * Outputs come in input order, paired with their items. The first failure stops the run, unless the node
 * continues on fail: then it is the item's output.
 *
 * @throws {NodeApiError | NodeOperationError} with the item's index
 */
export async function runOperation(
	this: IExecuteFunctions,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	try {
		const operation = chosenOperation(this, resources);
		return [await new Run(this, operation, runOptions(this, operation)).outputItems()];
	} catch (error) {
		throw told(this, error as Error);
	}
}

/** The description is all that n8n tells the caller of a streaming execution. */
function told(context: IExecuteFunctions, cause: Error): NodeError {
	const error = nodeError(context.getNode(), cause);
	if (hasCaller(context)) error.description = wholeWords(error);
	return error;
}

function chosenOperation(context: IExecuteFunctions, resources: Resources): Operation {
	const [resource, operation] = ['resource', 'operation'].map((name) =>
		context.getNodeParameter(name, 0),
	);
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found) return found;
	throw new NodeOperationError(
		context.getNode(),
		`This version of the node has no operation "${String(resource)}: ${String(operation)}"`,
		{ description: 'Choose an operation from the list, or update the package.' },
	);
}

function runOptions(context: IExecuteFunctions, { properties }: Operation): RunOptions {
	try {
		return readRunOptions(context, properties);
	} catch (error) {
		throw nodeError(context.getNode(), error as Error, 0);
	}
}
