import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../transport/apiRequest';
import { ParameterError } from '../transport/parameterError';
import type { ServedTools } from './servedTools';
import { mostTools } from './tools';

/** Names of the functions that a request defines itself. */
export const functionsOf = ({ body }: ApiRequest): string[] =>
	toolsOfBody(body).flatMap(({ type, function: { name } = {} }) =>
		type === 'function' ? [String(name)] : [],
	);

/**
 * A start that offers connected tools beside its own.
 *
 * @throws {ParameterError} when these are too many together
 */
export function offering(request: ApiRequest, served: ServedTools): ApiRequest {
	if (served.size === 0) return request;
	const connected = [...served.values()].map(({ definition }) => definition);
	const tools: IDataObject[] = [...toolsOfBody(request.body), ...connected];
	if (tools.length > mostTools) {
		throw new ParameterError(
			`The parameter "Tools" and the connected tools are ${tools.length} tools together, but Mistral takes at most ${mostTools}`,
			'Remove some of them.',
		);
	}
	return { ...request, body: { ...request.body, tools } };
}

interface Tool extends IDataObject {
	function?: { name?: string };
}

const toolsOfBody = (body: IDataObject = {}) => (body.tools ?? []) as Tool[];
