/** What the project knows of the API without the vendor's description: names, types, what is required, enums. */
import path from 'node:path';

/** Where the facts are committed. */
export const factsFile = path.resolve(__dirname, '../../test/contract/facts.json');

export interface Facts {
	/** By `operationId`. */
	operations: Record<string, OperationFacts>;
	/** What `ref` leads to. */
	shapes: Record<string, Shape>;
}

export interface OperationFacts {
	/** In capitals. */
	method: string;
	/** With names in braces, as `/v1/agents/{agent_id}`. */
	path: string;
	/** Left out where there is none. */
	query?: Fields;
	/** A multipart body has its parts as fields. Left out where there is none. */
	body?: Shape;
	/** Each event of a stream, as `{ event, data }`; left out where the answer is no stream. */
	events?: Shape;
	/** The JSON of a success; left out where there is none. */
	answer?: Shape;
}

/** What a value may be. */
export type Shape =
	| Primitive
	/** One of these. */
	| Shape[]
	| { values: Value[] }
	| { list: Shape }
	/** A text that is the JSON of this. */
	| { json: Shape }
	| { ref: string }
	| Fields;

/** `file` is a part of a multipart body, `any` is every value. */
export type Primitive = 'any' | 'boolean' | 'file' | 'integer' | 'null' | 'number' | 'string';

export type Value = string | number | boolean | null;

/** An object. */
export interface Fields {
	fields: Record<string, Shape>;
	/** Names in `fields`; left out where there are none. */
	required?: string[];
	/** What fields of other names hold; without it there are no others. */
	others?: Shape;
}

/** A shape in words, as `string | null`; objects that have no name are shown by their fields' names. */
export function wordsFor(shape: Shape): string {
	return alternativesOf(shape).join(' | ');
}

/** The words for each thing that a value may be. */
export function alternativesOf(shape: Shape): string[] {
	if (typeof shape === 'string') return [shape];
	if (Array.isArray(shape)) return shape.flatMap(alternativesOf);
	if ('values' in shape) return shape.values.map((value) => JSON.stringify(value));
	if ('list' in shape) return [`list of (${wordsFor(shape.list)})`];
	if ('json' in shape) return [`JSON of (${wordsFor(shape.json)})`];
	if ('ref' in shape) return [shape.ref];
	const { fields, required = [], others } = shape;
	const names = Object.keys(fields).map((name) => (required.includes(name) ? name : `${name}?`));
	return [`{ ${[...names, ...(others ? [`…: ${wordsFor(others)}`] : [])].join(', ')} }`];
}

/** Names of the shapes that a shape refers to, itself or by other shapes. */
export function refsIn({ shapes }: Facts, shape: Shape, found = new Set<string>()): Set<string> {
	if (typeof shape === 'string') return found;
	const inner = (one: Shape) => refsIn({ shapes, operations: {} }, one, found);
	if (Array.isArray(shape)) shape.forEach(inner);
	else if ('list' in shape) inner(shape.list);
	else if ('json' in shape) inner(shape.json);
	else if ('fields' in shape) Object.values(shape.fields).forEach(inner);
	else if ('ref' in shape && !found.has(shape.ref)) {
		found.add(shape.ref);
		inner(shapes[shape.ref] ?? 'any');
	}
	if (typeof shape === 'object' && 'others' in shape && shape.others) inner(shape.others);
	return found;
}
