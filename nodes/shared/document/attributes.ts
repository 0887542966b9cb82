import type { INodeProperties } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import type { Document } from '../transport/entities';
import { ParameterError } from '../transport/parameterError';
import { isObject } from '../transport/shape';

/** What a PATCH can set besides the name. */
export const attributes: INodeProperties = {
	displayName: 'Attributes',
	name: 'attributes',
	type: 'json',
	default: '{}',
	hint: 'e.g. { "department": "sales", "year": 2026 }',
	description:
		'Fields of your own: texts, numbers, booleans or lists of them. Those that the document has already stay.',
};

export const expiresAt: INodeProperties = {
	displayName: 'Expires At',
	name: 'expiresAt',
	type: 'dateTime',
	default: '',
	description: 'When Mistral deletes the document. Without it the document stays.',
};

/**
 * @param time ISO 8601, as parameters are read
 * @throws {ParameterError} for one at which Mistral would delete the document at once
 */
export function checkExpiry(time: string | null | undefined): void {
	if (!time || Date.parse(time) > Date.now()) return;
	throw new ParameterError(
		`The parameter "Expires At" is in the past: ${time}`,
		'Enter a time to come, or check the expression that gives it.',
	);
}

/**
 * A PATCH of a document with all attributes that the document is to have: whether the API adds the given
 * ones to those there or puts them in their place is not documented.
 *
 * @param document as the API has it now
 */
export const withAttributes = (request: ApiRequest, document: Document): ApiRequest => {
	const { attributes: given, ...changes } = request.body ?? {};
	if (!isObject(given)) return request;
	const merged = { ...document.attributes, ...given };
	return { ...request, body: { ...changes, attributes: merged } };
};
