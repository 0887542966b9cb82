/** A JSON schema, read leniently: what is not understood does not limit the sample. */
type Schema = Record<string, unknown>;

/** References may be recursive; below this depth only required properties are filled in. */
const depthOfOptional = 4;

/**
 * A value that satisfies a JSON schema, the same for every call: objects with all their properties,
 * arrays of the fewest items but one. Understands type, enum, const, default, properties, required,
 * items, length and number bounds, common formats, anyOf/oneOf (the first), allOf and local `$ref`.
 */
export function sample(schema: Schema): unknown {
	return valueOf(schema, schema, 'value', 0);
}

function valueOf(given: Schema, root: Schema, name: string, depth: number): unknown {
	const schema = resolved(given, root);
	if ('const' in schema) return schema.const;
	if (Array.isArray(schema.enum)) return schema.enum[0];
	if ('default' in schema) return schema.default;
	switch (typeName(schema)) {
		case 'object':
			return objectOf(schema, root, depth);
		case 'array': {
			const count = Math.max(1, number(schema.minItems) ?? 0);
			const items = isSchema(schema.items) ? schema.items : {};
			const length = Math.min(count, number(schema.maxItems) ?? count);
			// A recursive list ends by being empty where it may be.
			if (depth > depthOfOptional && !number(schema.minItems)) return [];
			return Array.from({ length }, () => valueOf(items, root, name, depth + 1));
		}
		case 'integer':
			return numberOf(schema, 1);
		case 'number':
			return numberOf(schema, 0.5);
		case 'boolean':
			return true;
		case 'null':
			return null;
		default:
			return stringOf(schema, name);
	}
}

function resolved(schema: Schema, root: Schema): Schema {
	if (typeof schema.$ref === 'string') return resolved(referenced(schema.$ref, root), root);
	const choices = schema.anyOf ?? schema.oneOf;
	const parts = [
		...(Array.isArray(choices) ? choices.slice(0, 1) : []),
		...(Array.isArray(schema.allOf) ? schema.allOf : []),
	].filter(isSchema);
	return parts.reduce<Schema>((merged, part) => merge(merged, resolved(part, root)), schema);
}

function merge(one: Schema, other: Schema): Schema {
	return {
		...one,
		...other,
		properties: { ...object(one.properties), ...object(other.properties) },
		required: [...strings(one.required), ...strings(other.required)],
	};
}

/** The part of the root that a local reference such as `#/$defs/author` names. */
function referenced(reference: string, root: Schema): Schema {
	const keys = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
	return keys.reduce<Schema>((part, key) => object(part[key]), root);
}

function objectOf(schema: Schema, root: Schema, depth: number): Schema {
	const required = strings(schema.required);
	const properties = Object.entries(object(schema.properties)).filter(
		([key]) => depth < depthOfOptional || required.includes(key),
	);
	return Object.fromEntries(
		properties.map(([key, value]) => [key, valueOf(object(value), root, key, depth + 1)]),
	);
}

function numberOf(schema: Schema, step: number): number {
	const unit = number(schema.multipleOf) ?? step;
	const above = number(schema.exclusiveMinimum);
	const below = number(schema.exclusiveMaximum);
	const least = number(schema.minimum) ?? (above === undefined ? undefined : above + unit);
	const most = number(schema.maximum) ?? (below === undefined ? undefined : below - unit);
	const value = Math.min(Math.max(unit, least ?? unit), most ?? Number.MAX_VALUE);
	return schema.multipleOf === undefined ? value : Math.ceil(value / unit) * unit;
}

const formats: Record<string, string> = {
	date: '2025-01-31',
	'date-time': '2025-01-31T12:00:00Z',
	time: '12:00:00Z',
	email: 'ada@example.com',
	uri: 'https://example.com',
	uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
};

function stringOf(schema: Schema, name: string): string {
	const format = typeof schema.format === 'string' ? formats[schema.format] : undefined;
	if (format) return format;
	return `example ${name}`
		.padEnd(number(schema.minLength) ?? 0, '.')
		.slice(0, number(schema.maxLength));
}

function typeName(schema: Schema): unknown {
	if (Array.isArray(schema.type)) return schema.type.find((type) => type !== 'null') ?? 'null';
	if (schema.type) return schema.type;
	if (Object.keys(object(schema.properties)).length > 0) return 'object';
	return schema.items ? 'array' : 'string';
}

function isSchema(value: unknown): value is Schema {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const object = (value: unknown): Schema => (isSchema(value) ? value : {});
const strings = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const number = (value: unknown): number | undefined =>
	typeof value === 'number' ? value : undefined;
