import type { IDataObject } from 'n8n-workflow';

import { ParameterError } from '../transport/parameterError';

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The parameter's name of an API field: `top_p` → `topP`. */
export const toParameterName = (field: string) =>
	field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Parameters under the API's names (`topP` → `top_p`); values stay as they are, undefined ones are left out. */
export const toApiFields = (parameters: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(parameters)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => [snakeCase(name), value]),
	);

/**
 * Body of a PATCH, which changes what it names.
 *
 * @throws {ParameterError} when there is nothing to change
 */
export function changesOf(parameters: IDataObject): IDataObject {
	const changes = toApiFields(parameters);
	if (Object.keys(changes).length > 0) return changes;
	throw new ParameterError('There is nothing to change', 'Set at least one of the fields.');
}
