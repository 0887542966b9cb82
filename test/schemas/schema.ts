/** The part of JSON Schema that n8n's editor reads. */
export interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** Objects of the user's own: what is in them differs from run to run. */
const own = ['args', 'arguments', 'attributes', 'metadata', 'parameters', 'parsed', 'schema'];

/** What a value is like; undefined for null, which tells nothing. */
export function schemaOf(value: unknown): Schema | undefined {
	if (value === null || value === undefined) return undefined;
	if (Array.isArray(value)) {
		const items = merged(value.map(schemaOf));
		return { type: 'array', ...(items && { items }) };
	}
	if (typeof value !== 'object') return { type: typeof value };
	const properties = Object.entries(value).flatMap(([name, one]) => {
		const schema =
			own.includes(name) && typeof one === 'object' && one !== null
				? { type: 'object' }
				: schemaOf(one);
		return schema ? [[name, schema] as const] : [];
	});
	return { type: 'object', properties: Object.fromEntries(properties) };
}

/** What all of them may have; of different types the first one counts. */
export const merged = (schemas: Array<Schema | undefined>): Schema | undefined =>
	schemas.reduce(both, undefined);

function both(a: Schema | undefined, b: Schema | undefined): Schema | undefined {
	if (!a || !b || a.type !== b.type) return a ?? b;
	const items = both(a.items, b.items);
	const names = Object.keys({ ...a.properties, ...b.properties });
	const properties = names.flatMap((name) => {
		const schema = both(a.properties?.[name], b.properties?.[name]);
		return schema ? [[name, schema] as const] : [];
	});
	return {
		type: a.type,
		...((a.properties ?? b.properties) && { properties: Object.fromEntries(properties) }),
		...(items && { items }),
	};
}
