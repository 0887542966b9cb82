import type { IDataObject } from 'n8n-workflow';

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
