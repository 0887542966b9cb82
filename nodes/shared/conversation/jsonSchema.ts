import { ParameterError } from '../transport/parameterError';

/** What is wrong with a keyword's value, undefined when nothing is; `at` is where it stands. */
type Check = (value: unknown, at: string) => string | undefined;

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const firstOf = (problems: Iterable<string | undefined>) => [...problems].find(Boolean);

const typeCheck: Check = (value, at) =>
	[value].flat().every((type) => types.includes(String(type)))
		? undefined
		: `"${at}" must be one of ${types.join(', ')}, or a list of them`;

const schemaCheck: Check = (schema, at) => {
	if (typeof schema === 'boolean') return undefined;
	if (!isObject(schema)) return `"${at}" must be a schema`;
	return firstOf(
		Object.entries(schema).map(([keyword, value]) =>
			Object.hasOwn(keywords, keyword)
				? keywords[keyword]?.(value, at ? `${at}.${keyword}` : keyword)
				: undefined,
		),
	);
};

const schemasCheck: Check = (list, at) =>
	Array.isArray(list)
		? firstOf(list.map((schema, index) => schemaCheck(schema, `${at}.${index}`)))
		: `"${at}" must be a list of schemas`;

const namedSchemasCheck: Check = (schemas, at) =>
	isObject(schemas)
		? firstOf(Object.entries(schemas).map(([name, one]) => schemaCheck(one, `${at}.${name}`)))
		: `"${at}" must be an object of schemas`;

const textsCheck: Check = (value, at) =>
	Array.isArray(value) && value.every((text) => typeof text === 'string')
		? undefined
		: `"${at}" must be a list of texts`;

const listCheck: Check = (value, at) =>
	Array.isArray(value) ? undefined : `"${at}" must be a list`;

const anything: Check = () => undefined;

/** The keywords that say what a value may be. */
const keywords: Record<string, Check> = {
	$ref: anything,
	const: anything,
	type: typeCheck,
	enum: listCheck,
	required: textsCheck,
	properties: namedSchemasCheck,
	patternProperties: namedSchemasCheck,
	$defs: namedSchemasCheck,
	definitions: namedSchemasCheck,
	additionalProperties: schemaCheck,
	// Older drafts have a list of schemas here.
	items: (value, at) => (Array.isArray(value) ? schemasCheck(value, at) : schemaCheck(value, at)),
	prefixItems: schemasCheck,
	not: schemaCheck,
	allOf: schemasCheck,
	anyOf: schemasCheck,
	oneOf: schemasCheck,
};

/**
 * Refuses what cannot be a JSON Schema: a typing error in one of the usual keywords, or an object that
 * has none of them, such as one that lists the properties themselves.
 *
 * @param parameter the way to the parameter, as errors name it
 */
export function checkSchema(schema: object, parameter: string): void {
	const hasKeywords = Object.keys(schema).some((key) => Object.hasOwn(keywords, key));
	const problem = hasKeywords
		? schemaCheck(schema, '')
		: 'it has none of the keywords of a schema, such as "type" and "properties"';
	if (!problem) return;
	throw new ParameterError(
		`The parameter "${parameter}" is not a JSON schema: ${problem}`,
		'Write it like { "type": "object", "properties": { "city": { "type": "string" } } }.',
	);
}
