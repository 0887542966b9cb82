import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../shared/transport/apiRequest';
import type { Plan } from './plan';

/**
 * What finds the answer in flight again when n8n is restarted, and what of it the workflow has been
 * given. It travels with the items to the execution and is kept, in the node's static data, when that
 * has ended: so nothing is lost when n8n is killed, and only an execution that was cut off is repeated.
 */
export interface Progress extends IDataObject {
	/** Marks the conversation that the answer is in, where the answer begins one. */
	token: string;
	/** The last entry before the answer, where a conversation goes on. */
	after?: string;
	given: Array<[string, number]>;
}

/** The node's static data. */
export interface StaticData {
	progress?: Progress;
}

/** A field of the metadata of conversations that the trigger begins. */
export const tokenField = 'n8n_trigger';

/** The request, marked so that the conversation it begins can be found without knowing its id. */
export function marked({ mode, request }: Plan, token: string): ApiRequest {
	const { body = {} } = request;
	if (mode === 'append' || body.store === false) return request;
	const metadata = { ...(body.metadata as IDataObject), [tokenField]: token };
	return { ...request, body: { ...body, metadata } };
}
