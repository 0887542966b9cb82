import type { Facts, Fields, OperationFacts, Shape, Value } from './facts';

/** An OpenAPI 3.1 document, as far as facts come from it. */
export interface OpenApi {
	paths: Record<string, Record<string, Operation>>;
	components?: { schemas?: Record<string, Schema> };
}

interface Operation {
	operationId: string;
	parameters?: Parameter[];
	requestBody?: { content: Content };
	responses?: Record<string, { content?: Content }>;
}

interface Parameter {
	name: string;
	in: string;
	required?: boolean;
	schema?: Schema;
	/** A parameter whose value is JSON text. */
	content?: Content;
}

type Content = Record<string, { schema?: Schema }>;

interface Schema {
	$ref?: string;
	allOf?: Schema[];
	anyOf?: Schema[];
	oneOf?: Schema[];
	const?: Value;
	enum?: Value[];
	type?: string | string[];
	format?: string;
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: boolean | Schema;
}

/** The parts of the API that this package is about; the vendor's whole description has many more. */
const parts = /^\/v1\/(agents|conversations|files|libraries|models)(\/|$)/;

/** The operations of those parts. */
export function operationsIn(paths: OpenApi['paths']) {
	return Object.entries(paths).flatMap(([template, methods]) => {
		// The vendor describes a streamed answer under a path of its own, which ends in `#stream`.
		const [path = ''] = template.split('#');
		if (!parts.test(path)) return [];
		return Object.entries(methods).flatMap(([method, operation]) => {
			const { operationId: id } = operation;
			return id ? [{ id, method: method.toUpperCase(), path, operation }] : [];
		});
	});
}

/**
 * @param leftOut `operationId`s of which no facts are wanted
 * @throws an error that names what it does not understand
 */
export function deriveFacts({ paths, components }: OpenApi, leftOut: string[] = []): Facts {
	const schemas = components?.schemas ?? {};
	const shapes: Facts['shapes'] = {};
	const schemaNamed = (name: string): Schema => {
		const schema = schemas[name];
		if (!schema) throw new Error(`The description has no schema ${name}`);
		return schema;
	};
	const operations: Facts['operations'] = {};
	for (const { id, method, path, operation } of operationsIn(paths)) {
		if (!leftOut.includes(id)) operations[id] = { method, path, ...of(operation) };
	}
	return { operations: sorted(operations), shapes: sorted(shapes) };

	function of({ parameters = [], requestBody, responses }: Operation) {
		const query = parameters.filter((one) => one.in === 'query');
		const facts: Omit<OperationFacts, 'method' | 'path'> = {};
		if (query.length > 0) facts.query = queryOf(query);
		const body = requestBody && soleSchema(requestBody.content);
		if (body) facts.body = shapeOf(body);
		const { content = {} } = responses?.['200'] ?? responses?.['201'] ?? {};
		const events = content['text/event-stream']?.schema;
		if (events) facts.events = shapeOf(events);
		const answer = content['application/json']?.schema;
		if (answer) facts.answer = shapeOf(answer);
		return facts;
	}

	function queryOf(parameters: Parameter[]): Fields {
		const fields = parameters.map(({ name, schema, content }) => {
			const shape = content ? { json: shapeOf(soleSchema(content)) } : shapeOf(schema);
			return [name, shape] as const;
		});
		return fieldsOf(
			Object.fromEntries(fields),
			parameters.filter((one) => one.required).map(({ name }) => name),
		);
	}

	function shapeOf(schema: Schema = {}): Shape {
		const alternatives = schema.anyOf ?? schema.oneOf;
		if (schema.$ref) return { ref: addShape(schema.$ref) };
		if (schema.allOf) return whole(schema.allOf);
		if (alternatives) return oneOf(alternatives.map(shapeOf));
		if (schema.const !== undefined) return { values: [schema.const] };
		if (schema.enum) return { values: [...schema.enum].sort() };
		if (Array.isArray(schema.type)) {
			return oneOf(schema.type.map((type) => shapeOf({ ...schema, type })));
		}
		switch (schema.type) {
			case 'array':
				return { list: shapeOf(schema.items) };
			case 'boolean':
			case 'integer':
			case 'null':
			case 'number':
				return schema.type;
			case 'string':
				return schema.format === 'binary' ? 'file' : 'string';
			case 'object':
				return objectOf(schema);
			case undefined:
				return schema.properties ? objectOf(schema) : 'any';
			default:
				throw new Error(`The description has a type ${schema.type}, which is unknown`);
		}
	}

	function addShape(ref: string): string {
		const name = ref.replace('#/components/schemas/', '');
		if (!shapes[name]) {
			// So that a schema that leads back to itself is read once.
			shapes[name] = 'any';
			shapes[name] = shapeOf(schemaNamed(name));
		}
		return name;
	}

	/** Parts that are objects become one object, in which a later part narrows the fields of the earlier ones. */
	function whole(schemaParts: Schema[]): Shape {
		const all = schemaParts.map(({ $ref, ...schema }) =>
			$ref ? schemaNamed($ref.replace('#/components/schemas/', '')) : schema,
		);
		const [only] = all;
		if (only && all.length === 1) return shapeOf(only);
		if (!all.every(({ properties }) => properties)) {
			throw new Error('The description has an allOf of other things than objects with properties');
		}
		return objectOf({
			properties: Object.assign(
				{},
				...all.map(({ properties }) => properties),
			) as Schema['properties'],
			required: all.flatMap(({ required = [] }) => required),
			additionalProperties: all.some(({ additionalProperties }) => additionalProperties === true),
		});
	}

	function objectOf({ properties, required, additionalProperties }: Schema): Fields {
		const fields = Object.entries(properties ?? {}).map(
			([name, schema]) => [name, shapeOf(schema)] as const,
		);
		// An object that says nothing of its fields has any. One that names some has no others, though in
		// JSON Schema it might: the service refuses them.
		const others = additionalProperties ?? !properties;
		return {
			...fieldsOf(Object.fromEntries(fields), required),
			...(others && { others: others === true ? 'any' : shapeOf(others) }),
		};
	}
}

function fieldsOf(fields: Record<string, Shape>, required: string[] = []): Fields {
	// A field that is required and yet not described, as the level when an access is revoked, is a slip of
	// the description: the service takes requests without it.
	const described = required.filter((name) => name in fields).sort();
	return { fields: sorted(fields), ...(described.length > 0 && { required: described }) };
}

function oneOf(shapes: Shape[]): Shape {
	const [only] = shapes;
	return only && shapes.length === 1 ? only : shapes;
}

function soleSchema(content: Content): Schema | undefined {
	return Object.values(content)[0]?.schema;
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
	Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
