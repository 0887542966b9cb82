import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Advice } from '../transport/advice';
import type { Api } from '../transport/api';
import type { ApiRequest } from '../transport/apiRequest';
import type { PagingStyle } from '../transport/paging';
import type { Shape } from '../transport/shape';

/** What every operation has: its menu entry, its parameters, and what it knows about its errors. */
interface Described<P> {
	/** Title in the menu, such as `Get Many`. */
	name: string;
	/** File name, export name and the value that saved workflows hold. */
	value: string;
	/** Sentence in the node panel, such as `Get a conversation`. */
	action: string;
	description: string;
	/** What the output holds, for a model whose tool it is; where the sentences above do not say it. */
	gives?: string;
	properties: INodeProperties[];
	/** Parameters that the editor asks for, though what their expression gives for an item may be empty. */
	mayGiveNothing?: string[];
	/** What to do about an error of the API, where it depends on the operation. */
	advice?: Advice;
	/** Items that share this run one after the other, in input order; undefined for none. */
	order?(parameters: P): string | undefined;
}

/** One request per item. */
export interface OneRequest<P = object, T = unknown> extends Described<P> {
	/** Pure, so that it can be tested without n8n; what it throws is told before anything is sent. */
	request(parameters: P): ApiRequest;
	/** What the response must have to be understood. */
	response: Shape<T>;
	/** The output item or items; without it the API's object as it is. */
	output?(json: T, parameters: P): IDataObject | IDataObject[];
}

/** A list, asked for page by page: one output item per entity. It honours `returnAll` and `limit`. */
export interface List<P = object> extends Described<P> {
	request(parameters: P): ApiRequest;
	paging: PagingStyle;
	/** What each entity must have to be understood. */
	entity: Shape<IDataObject>;
	/** The output item of an entity; without it the entity as it is. */
	output?(entity: IDataObject, parameters: P): IDataObject;
}

/** Several calls for one item. */
export interface SeveralCalls<P = object> extends Described<P> {
	/** The request that it is about; pure, and the place to refuse what cannot be done. */
	request(parameters: P): ApiRequest;
	execute(item: Item<P>, request: ApiRequest): Promise<Output | Output[]>;
}

/** All items at once, for what cannot be decided item by item. */
export interface AllItems<P = object> extends Described<P> {
	/** Refuses what cannot be done with an item, before anything is sent. */
	check?(parameters: P): void;
	/**
	 * @param items those that could be read, in input order
	 * @returns what comes of several items; what comes of one may be given to the run instead
	 */
	executeAll(items: Array<Item<P>>, run: ItemsRun): Promise<PairedOutput[]>;
}

export type Operation = OneRequest | List | SeveralCalls | AllItems;

/** One output item; it is paired with the input item that it is for. */
export interface Output {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

/** An output item with the indexes of the input items that it comes of. */
export interface PairedOutput extends Output {
	pairedItems: number[];
}

/** An input item that an operation is carried out for. */
export interface Item<P = object> {
	index: number;
	parameters: P;
	context: IExecuteFunctions;
	/** With the user's options for requests; its errors name the item. */
	api: Api;
	/** Waits so many ms, while other items have their turn. */
	wait(ms: number): Promise<void>;
}

/** What goes over the items as the user has set it. */
export interface ItemsRun {
	context: IExecuteFunctions;
	/** Items that could not be read; they are in the output already, as the node continues on fail. */
	unread: number;
	/**
	 * Works on items, so many at a time, those that share their `order` one after the other. The first one
	 * that throws stops the run, unless the node continues on fail: then it is an item of the output.
	 */
	each<P>(
		items: Array<Item<P>>,
		work: (item: Item<P>) => Promise<void>,
		/** Which items share an order, where the parameters alone do not say it. */
		order?: (item: Item<P>) => string | undefined,
	): Promise<void>;
	/** Gives the output of an item its place among those of the others. */
	give<P>(item: Item<P>, output: Output): void;
	/**
	 * Does tasks that are no items, so many at a time, and ends when all have ended.
	 *
	 * @param send whether they send requests: then each waits for its turn on the wire
	 * @throws what the first one has thrown that threw
	 */
	inParallel(tasks: Array<() => Promise<void>>, send: boolean): Promise<void>;
	/** Tells whoever looks at the output something about the run as a whole. */
	hint(message: string): void;
}

/** What a node can work on; the menu, the parameters and the dispatch are derived from this list. */
export interface Resource {
	name: string;
	value: string;
	operations: [Operation, ...Operation[]];
}

export type Resources = [Resource, ...Resource[]];
