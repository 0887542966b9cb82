/** The committed facts as a judge of requests and events, on every clone. */
import {
	type Facts,
	type Fields,
	type OperationFacts,
	type Primitive,
	type Shape,
	wordsFor,
} from '../../scripts/api/facts';
import committed from './facts.json';

// The import's type has no unions, only what happens to be in the file.
export const facts = committed as unknown as Facts;

export interface SentRequest {
	method: string;
	/** Concrete, without the query string. */
	path: string;
	/** Names and texts as they stand in the URL, decoded. */
	query: Record<string, string | string[]>;
	/** Parsed JSON; of a multipart body its parts, files as {@link Blob}; undefined without a body. */
	body: unknown;
}

interface Judgement {
	/** Undefined when no operation has this method and path. */
	operationId?: string;
	/** Empty when the request fits the facts. */
	errors: string[];
}

/** Where in a value something is wrong. */
interface Fault {
	at: string;
	says: string;
}

/** Holds a request against the operation that it calls. */
export function judge({ method, path, query, body }: SentRequest, known = facts): Judgement {
	const streamed = (body as { stream?: unknown } | undefined)?.stream === true;
	const found = find(known, method, path, streamed);
	if (!found) return { errors: [`${method} ${path} is not among the facts`] };
	const [operationId, operation] = found;
	const faults = [
		...queryFaults(known, operation.query ?? { fields: {} }, query),
		...bodyFaults(known, operation.body, body),
	];
	return { operationId, errors: faults.map(({ at, says }) => `${at} ${says}`) };
}

/** What is wrong with the `{ event, data }` of a stream. */
export function eventErrors(operationId: string, events: unknown[], known = facts): string[] {
	const shape = known.operations[operationId]?.events;
	if (!shape) return [`${operationId} has no stream`];
	return events.flatMap((event) =>
		faultsOf(known, shape, event, 'event').map(({ at, says }) => `${at} ${says}`),
	);
}

/** The types of all events of all streams. */
export function eventTypes(known = facts): string[] {
	const types = Object.values(known.operations).flatMap(({ events }) => {
		const shape = events && resolved(known, events);
		const type = typeof shape === 'object' && 'fields' in shape ? shape.fields.event : undefined;
		const values = type && resolved(known, type);
		return typeof values === 'object' && 'values' in values && !Array.isArray(values)
			? values.values.map(String)
			: [];
	});
	return [...new Set(types)];
}

function find(
	{ operations }: Facts,
	method: string,
	path: string,
	streamed: boolean,
): [string, OperationFacts] | undefined {
	const segments = path.split('/');
	const parameterCount = (template: string) => template.split('{').length;
	const candidates = Object.entries(operations).filter(([, operation]) => {
		const template = operation.path.split('/');
		return (
			operation.method === method &&
			(operation.events !== undefined) === streamed &&
			template.length === segments.length &&
			template.every((part, index) =>
				part.startsWith('{') ? segments[index] !== '' : part === segments[index],
			)
		);
	});
	// `/v1/agents/pages` is also an `/v1/agents/{agent_id}`: the one with fewer parameters is meant.
	return candidates.sort(([, a], [, b]) => parameterCount(a.path) - parameterCount(b.path))[0];
}

function queryFaults(known: Facts, shape: Fields, query: SentRequest['query']): Fault[] {
	const { fields, required = [] } = shape;
	const missing = required.filter((name) => query[name] === undefined);
	return [
		...missing.map((name) => ({ at: `query.${name}`, says: 'is missing' })),
		...Object.entries(query).flatMap(([name, text]) => {
			const field = fields[name];
			const at = `query.${name}`;
			if (!field) return [{ at, says: 'is unknown' }];
			// A text in a URL may be meant as any of these.
			const readings = [text, ...scalarsIn(text), [text].flat()];
			const faults = readings.map((reading) => faultsOf(known, field, reading, at));
			return faults.find((one) => one.length === 0) ?? faults[0] ?? [];
		}),
	];
}

/** The number or boolean that a text of a URL spells. */
function scalarsIn(text: string | string[]): unknown[] {
	return typeof text === 'string' && /^(true|false|-?\d+(\.\d+)?)$/.test(text)
		? [JSON.parse(text)]
		: [];
}

function bodyFaults(known: Facts, shape: Shape | undefined, body: unknown): Fault[] {
	if (!shape) return body === undefined ? [] : [{ at: 'body', says: 'must not be there' }];
	return body === undefined
		? [{ at: 'body', says: 'is missing' }]
		: faultsOf(known, shape, body, 'body');
}

function faultsOf(known: Facts, shape: Shape, value: unknown, at: string): Fault[] {
	if (Array.isArray(shape)) return faultsOfBest(known, shape, value, at);
	if (typeof shape === 'object') {
		if ('ref' in shape) return faultsOf(known, resolved(known, shape), value, at);
		if ('list' in shape && Array.isArray(value)) {
			return value.flatMap((item, index) => faultsOf(known, shape.list, item, `${at}[${index}]`));
		}
		if ('json' in shape && typeof value === 'string') {
			const parsed = jsonIn(value);
			if (parsed !== undefined) return faultsOf(known, shape.json, parsed, at);
		}
		if ('fields' in shape && isObject(value)) return fieldFaults(known, shape, value, at);
		if ('values' in shape && shape.values.some((one) => one === value)) return [];
	} else if (isOf(shape, value)) return [];
	return [{ at, says: `must be ${wordsFor(shape)}, but is ${JSON.stringify(value)}` }];
}

function isOf(primitive: Primitive, value: unknown): boolean {
	switch (primitive) {
		case 'any':
			return true;
		case 'null':
			return value === null;
		case 'integer':
			return Number.isInteger(value);
		case 'file':
			return value instanceof Blob;
		case 'boolean':
		case 'number':
		case 'string':
			return typeof value === primitive;
	}
}

/** The shape that a reference leads to, and any other as it is. */
function resolved(known: Facts, shape: Shape): Shape {
	if (typeof shape !== 'object' || !('ref' in shape)) return shape;
	const found = known.shapes[shape.ref];
	if (!found) throw new Error(`The facts have no shape ${shape.ref}`);
	return resolved(known, found);
}

/** The faults by the alternative that the value comes nearest to. */
function faultsOfBest(known: Facts, shapes: Shape[], value: unknown, at: string): Fault[] {
	// A fault in the type outweighs all others; one at this very place means something else altogether.
	const distance = (faults: Fault[]) =>
		faults.length + (faults.some((fault) => fault.at === `${at}.type`) ? 1000 : 0);
	const tries = shapes.map((shape) => faultsOf(known, shape, value, at));
	const [best] = tries
		.filter((faults) => !faults.some((fault) => fault.at === at))
		.sort((a, b) => distance(a) - distance(b));
	const says = `must be ${wordsFor(shapes)}, but is ${JSON.stringify(value)}`;
	return best ?? [{ at, says }];
}

function fieldFaults(
	known: Facts,
	{ fields, required = [], others }: Fields,
	value: Record<string, unknown>,
	at: string,
): Fault[] {
	const missing = required.filter((name) => !(name in value));
	return [
		...missing.map((name) => ({ at: `${at}.${name}`, says: 'is missing' })),
		...Object.entries(value).flatMap(([name, field]) => {
			const shape = fields[name] ?? others;
			const place = `${at}.${name}`;
			return shape ? faultsOf(known, shape, field, place) : [{ at: place, says: 'is unknown' }];
		}),
	];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined when the text is no JSON, which never gives undefined. */
function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
