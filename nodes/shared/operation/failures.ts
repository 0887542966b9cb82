import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { sentence } from '../transport/errorWords';
import { ParameterError } from '../transport/parameterError';

export type NodeError = NodeApiError | NodeOperationError;

const isNodeError = (error: Error): error is NodeError =>
	error instanceof NodeApiError || error instanceof NodeOperationError;

/** Any error as one that n8n shows well, with the item's index; a trigger has no items. */
export function nodeError(node: INode, error: Error, itemIndex?: number): NodeError {
	if (isNodeError(error)) return error;
	const description = error instanceof ParameterError ? error.description : undefined;
	return new NodeOperationError(node, error, {
		message: itemIndex === undefined ? error.message : `${error.message} [item ${itemIndex}]`,
		description,
		itemIndex,
	});
}

/** What happened and what to do, for somebody who gets one text: the caller of a streaming execution. */
export const wholeWords = ({ message, description }: NodeError): string =>
	[sentence(message), description].filter(Boolean).join(' ');

/**
 * An error that says what stays where it was put, though nothing will use it.
 *
 * @param words a sentence that names it; empty for nothing
 */
export function leavingBehind(error: Error, words: string): Error {
	if (words && isNodeError(error)) {
		error.description = [error.description, words].filter(Boolean).join(' ');
		error.context.leftBehind = words;
	}
	return error;
}

/** The error of a run also says what items have left behind that were stopped, or failed later. */
export function takeOver(failure: NodeError, { context }: NodeError): void {
	if (context.leftBehind) leavingBehind(failure, String(context.leftBehind));
}

/** The output of an item that failed, for nodes that continue on fail. */
export function errorItem(
	context: IExecuteFunctions,
	error: NodeError,
	itemIndex: number,
): INodeExecutionData {
	const { httpCode } = error as NodeApiError;
	const { code, conversationId, documentId, functionCalls, toolResults, partialText } =
		error.context;
	const known = { code, conversationId, documentId, functionCalls, toolResults, partialText };
	const item: INodeExecutionData = {
		json: {
			error: error.message,
			...(httpCode && { httpCode }),
			...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
		} as IDataObject,
		pairedItem: { item: itemIndex },
	};
	if (context.getNode().onError === 'continueErrorOutput') {
		// n8n routes by this property, and afterwards replaces the json of items that still have it:
		// it copies the item without properties that are not enumerable.
		Object.defineProperty(item, 'error', { value: error });
	}
	return item;
}
