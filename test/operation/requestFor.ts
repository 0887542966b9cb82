import type { ApiRequest } from '../../nodes/shared/transport/apiRequest';
import type { Operation } from '../../nodes/shared/operation/operation';
import { readParameters } from '../../nodes/shared/operation/parameters';

/** The request of an operation for values as n8n would hand them over: what is not given has its default. */
export function requestFor(operation: Operation, given: Record<string, unknown>): ApiRequest {
	const defaults = Object.fromEntries(
		operation.properties.map((property) => [property.name, property.default]),
	);
	const values: Record<string, unknown> = { ...defaults, ...given };
	if (!('request' in operation)) throw new Error(`${operation.value} makes no single request`);
	return operation.request(readParameters(operation.properties, (name) => values[name]));
}
