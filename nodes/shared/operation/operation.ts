import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import type { PagingStyle } from '../transport/paging';
import type { RequestOptions } from '../transport/attempts';

/**
 * One operation of a node: its menu entry, its parameters and its call.
 * `P` names the parameters as `request` receives them: checked against `properties`, unset ones absent.
 */
export interface Operation<P = object> {
	/** Title in the menu, such as `Get Many`. */
	name: string;
	/** File name, export name and the value that saved workflows hold. */
	value: string;
	/** Sentence in the node panel, such as `Get a conversation`. */
	action: string;
	description: string;
	properties: INodeProperties[];
	/** A parameter: items with the same value of it run one after the other, in input order. */
	inOrderOf?: string;
	request(parameters: P): ApiRequest;
	/** Carries the request out in a way of its own and gives the API's object; by default it is sent. */
	execute?(item: Item<P>, request: ApiRequest): Promise<unknown>;
	/** Asks page by page, one output item per entity; honours `returnAll` and `limit`. */
	paging?: PagingStyle;
	/** Files that go with the output. */
	files?(item: Item<P>, answer: IDataObject): Promise<IBinaryKeyData>;
	/** The output item or items; without it the API's object as it is. */
	output?(answer: IDataObject, parameters: P): IDataObject | IDataObject[];
}

/** An input item that an operation is carried out for. */
export interface Item<P = object> {
	context: IExecuteFunctions;
	parameters: P;
	/** What the user set for the requests of the run, and the item's index. */
	options: RequestOptions;
	/**
	 * Waits so many ms, while other items have their turn.
	 *
	 * @throws {NodeOperationError} when the user cancels, or another item makes the run fail
	 */
	wait(ms: number): Promise<void>;
}

/** What a node can work on; the menu, the parameters and the dispatch are derived from this list. */
export interface Resource {
	name: string;
	value: string;
	operations: [Operation, ...Operation[]];
}

export type Resources = [Resource, ...Resource[]];
