import type { IDataObject } from 'n8n-workflow';

import { ParameterError } from '../operation/parameters';

/** One row of the `tools` parameter. */
export interface ToolParameters {
	type: string;
	libraryIds?: string;
	connectorId?: string;
	authorizationType?: 'none' | 'api-key' | 'oauth2-token';
	authorizationValue?: string;
	include?: string;
	exclude?: string;
	requiresConfirmation?: string;
	name?: string;
	description?: string;
	parameters?: IDataObject;
	strict?: boolean;
}

/** The API's `tools`, undefined when there are none. */
export const toolsOf = (rows: ToolParameters[] | undefined): IDataObject[] | undefined =>
	rows?.map((row) => {
		switch (row.type) {
			case 'function':
				return { type: 'function', function: functionOf(row) };
			case 'document_library':
				return { type: row.type, library_ids: names(row.libraryIds), ...configurationOf(row) };
			case 'connector':
				return {
					type: row.type,
					connector_id: row.connectorId,
					...authorizationOf(row),
					...configurationOf(row),
				};
			default:
				return { type: row.type, ...configurationOf(row) };
		}
	});

const functionOf = ({ name, description, parameters, strict }: ToolParameters): IDataObject => ({
	name,
	...(description && { description }),
	parameters: parameters ?? { type: 'object', properties: {} },
	...(strict && { strict }),
});

const authorizationOf = ({ authorizationType, authorizationValue }: ToolParameters): IDataObject =>
	authorizationValue
		? { authorization: { type: authorizationType, value: authorizationValue } }
		: {};

function configurationOf({ include, exclude, requiresConfirmation }: ToolParameters): IDataObject {
	if (include && exclude) {
		throw new ParameterError(
			'The parameters "Include" and "Exclude" of a tool exclude each other',
			'Empty one of them.',
		);
	}
	const configuration: IDataObject = {
		...(include && { include: names(include) }),
		...(exclude && { exclude: names(exclude) }),
		...(requiresConfirmation && { requires_confirmation: names(requiresConfirmation) }),
	};
	return Object.keys(configuration).length > 0 ? { tool_configuration: configuration } : {};
}

const names = (commaList = '') =>
	commaList
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
