import type { ApiRequest } from '../../nodes/shared/transport/apiRequest';
import type { Operation } from '../../nodes/shared/operation/operation';
import { readParameters } from '../../nodes/shared/operation/parameters';

/**
 * The request of an operation for values as n8n would hand them over: what is not given has its default.
 * Throws what the operation refuses them with.
 */
export function requestFor(operation: Operation, given: Record<string, unknown>): ApiRequest {
	const defaults = Object.fromEntries(
		operation.properties.map((property) => [property.name, property.default]),
	);
	const values: Record<string, unknown> = { ...defaults, ...given };
	const parameters = readParameters(operation.properties, (name) => values[name]);
	if ('request' in operation) return operation.request(parameters);
	operation.check?.(parameters);
	throw new Error(`${operation.value} makes no single request`);
}
