import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../shared/transport/apiRequest';
import type { Progress } from './machine';
import type { Plan } from './plan';

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
