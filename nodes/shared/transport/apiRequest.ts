import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Multipart } from './multipart';

/** A request to the API as data: made by a pure function, so it can be tested without n8n. */
export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Path segments after the base URL; the transport encodes each one. */
	path: string[];
	/** Unset values are not sent. */
	query?: IDataObject;
	body?: IDataObject;
	/** Sent in the place of `body`. */
	form?: Multipart;
	/**
	 * Whether the request may be sent again when its outcome is unknown.
	 * Default: every method but POST, see {@link isRepeatable}.
	 */
	repeatable?: boolean;
	/** How long the response's headers may take where the user has not said it, in ms; 0 for any time. */
	timeout?: number;
}

/** The API has no idempotency keys, so a POST is only sent again when the first one was not accepted. */
export const isRepeatable = ({ method, repeatable }: ApiRequest) => repeatable ?? method !== 'POST';
