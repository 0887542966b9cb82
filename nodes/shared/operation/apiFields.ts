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

/** As the editor shows it: `deploymentChat` → `Deployment Chat`. */
const titleOf = (name: string) =>
	name.replace(/[A-Z]/g, ' $&').replace(/^./, (letter) => letter.toUpperCase());

/**
 * Body of a PATCH, which changes what it names.
 *
 * @param updateFields what the user added, null where it was left empty
 * @param empty what the API takes as empty, by the names of the parameters that can be emptied
 * @param convert gives the fields that are set under the API's names; by default all as they are
 * @throws {ParameterError} when there is nothing to change, and for a field that cannot be emptied
 */
export function changesOf<T extends object>(
	updateFields: T | undefined,
	empty: IDataObject,
	convert?: (set: T) => IDataObject,
): IDataObject {
	const fields = Object.entries(updateFields ?? {});
	const emptied = fields.filter(([, value]) => value === null).map(([name]) => name);
	for (const name of emptied) {
		if (name in empty) continue;
		throw new ParameterError(
			`The parameter "Update Fields > ${titleOf(name)}" is empty, but it cannot be emptied`,
			'Fill it in, or remove it from the Update Fields: then it stays as it is.',
		);
	}
	const set = Object.fromEntries(fields.filter(([, value]) => value !== null)) as T & IDataObject;
	const changes = {
		...(convert ?? toApiFields)(set),
		...toApiFields(Object.fromEntries(emptied.map((name) => [name, empty[name]]))),
	};
	if (Object.keys(changes).length > 0) return changes;
	throw new ParameterError(
		'There is nothing to change',
		'Add what is to be changed to the Update Fields.',
	);
}
