import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** Of the operations whose output can be simplified. */
export interface SimplifyParameters {
	simplify?: boolean;
}

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/**
 * The output of an entity of which people use these fields: they alone, those without a value left out, or
 * all as the API gives them.
 */
export const simplifiedTo =
	(...fields: string[]) =>
	(entity: IDataObject, parameters: SimplifyParameters): IDataObject =>
		parameters.simplify === false
			? entity
			: Object.fromEntries(
					fields
						.filter((name) => entity[name] !== undefined && entity[name] !== null)
						.map((name) => [name, entity[name]]),
				);
