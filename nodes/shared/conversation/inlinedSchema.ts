import type { IDataObject } from 'n8n-workflow';

/** A JSON Schema that is an object, not `true` or `false`. */
export const isSchema = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Say which draft a schema is written in or where it comes from, not what a value may be. */
const words = ['$schema', '$id', '$anchor', '$comment', '$vocabulary', '~standard'];

/** Only there to be referred to. */
const definitions = ['$defs', 'definitions'];

const leftOut = [...words, ...definitions];

/** Their keys are names, not keywords. */
const named = ['properties', 'patternProperties', 'dependentSchemas'];

/** Their values are data, whatever they look like. */
const data = ['const', 'default', 'enum', 'example', 'examples', 'required'];

/** References that refer to each other many times would fill the memory. */
const mostSchemas = 5_000;

/**
 * A copy of a JSON Schema with each local reference replaced by what it refers to, as nothing says that the
 * API follows references. Where that has no end, or lies elsewhere, anything is allowed: the tool itself
 * checks what it gets.
 */
export function inlined(root: IDataObject): IDataObject {
	let count = 0;
	const copy = (value: unknown, way: string[]): unknown => {
		if (Array.isArray(value)) return value.map((one) => copy(one, way));
		if (!isSchema(value)) return value;
		if (++count > mostSchemas) return {};
		const { $ref: reference, ...rest } = value;
		if (typeof reference === 'string') {
			const target = way.includes(reference) ? undefined : referredTo(root, reference);
			return { ...asObject(copy(target, [...way, reference])), ...asObject(copy(rest, way)) };
		}
		const kept = Object.entries(value).filter(([key]) => !leftOut.includes(key));
		return Object.fromEntries(kept.map(([key, one]) => [key, copyOf(key, one, way)]));
	};
	const copyOf = (key: string, value: unknown, way: string[]): unknown => {
		if (data.includes(key)) return value;
		// zod-to-json-schema repeats "null", or nests the list, when a schema is nullable twice.
		if (key === 'type' && Array.isArray(value)) return [...new Set(value.flat())];
		if (!named.includes(key) || !isSchema(value)) return copy(value, way);
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copy(one, way)]));
	};
	return asObject(copy(root, ['#']));
}

const asObject = (value: unknown): IDataObject => (isSchema(value) ? value : {});

/** What a JSON pointer such as `#/$defs/city` leads to, undefined when it leads nowhere. */
function referredTo(root: IDataObject, reference: string): unknown {
	if (!reference.startsWith('#')) return undefined;
	const segments = reference.slice(1).split('/').slice(1).map(unescaped);
	return segments.reduce<unknown>(
		(at, segment) =>
			typeof at === 'object' && at !== null && Object.hasOwn(at, segment)
				? (at as IDataObject)[segment]
				: undefined,
		root,
	);
}

function unescaped(segment: string): string {
	const plain = segment.replaceAll('~1', '/').replaceAll('~0', '~');
	try {
		return decodeURIComponent(plain);
	} catch {
		// A name with a percent sign that nobody has escaped.
		return plain;
	}
}
