import type { IDataObject } from 'n8n-workflow';

import { ParameterError } from '../transport/parameterError';
import { checkSchema } from './jsonSchema';

/** One row of the `tools` parameter. */
export interface ToolParameters {
	type: string;
	libraryIds?: string;
	connectorId?: string;
	authorizationType?: 'none' | 'api-key' | 'oauth2-token';
	authorizationValue?: string;
	options?: { include?: string; exclude?: string; requiresConfirmation?: string };
	name?: string;
	description?: string;
	parameters?: IDataObject;
	strict?: boolean;
}

/** Of one request; the vendor's known limitations say so. */
export const mostTools = 128;

/**
 * The API's `tools`, undefined when there are none.
 *
 * @param toolChoice of the completion arguments that are sent along
 */
export function toolsOf(
	rows: ToolParameters[] | undefined,
	toolChoice?: string,
): IDataObject[] | undefined {
	if (rows && rows.length > mostTools) {
		throw new ParameterError(
			`The parameter "Tools" has ${rows.length} tools, but Mistral takes at most ${mostTools}`,
			'Remove some of them.',
		);
	}
	if (toolChoice === 'required' && rows?.some(({ type }) => !ownTypes.includes(type))) {
		throw new ParameterError(
			'The parameter "Completion Arguments > Tool Choice" is "required", which Mistral refuses together with built-in tools',
			'Choose Auto or Any, or remove the built-in tools.',
		);
	}
	return rows?.map(toolOf);
}

/** Not built in. */
const ownTypes = ['function', 'connector'];

function toolOf(row: ToolParameters): IDataObject {
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
}

function functionOf({ name, description, parameters, strict }: ToolParameters): IDataObject {
	if (parameters) checkSchema(parameters, 'Tools > Parameters');
	return {
		name,
		...(description && { description }),
		parameters: parameters ?? { type: 'object', properties: {} },
		...(strict && { strict }),
	};
}

const authorizationOf = ({ authorizationType, authorizationValue }: ToolParameters): IDataObject =>
	authorizationValue
		? { authorization: { type: authorizationType, value: authorizationValue } }
		: {};

function configurationOf({ options = {} }: ToolParameters): IDataObject {
	const { include, exclude, requiresConfirmation } = options;
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
