import { type IDataObject, isObjectEmpty } from 'n8n-workflow';
import { zodToJsonSchema } from 'zod-to-json-schema';

import { inlined, isSchema } from './inlinedSchema';

/** What a function's `parameters` are to the API: a JSON Schema of an object. */
export interface FunctionParameters {
	parameters: IDataObject;
	/** Whether the tool takes a text instead: it is the only property, `input`. */
	takesText: boolean;
}

type ZodSchema = Parameters<typeof zodToJsonSchema>[0];

const oneText: FunctionParameters = {
	parameters: { type: 'object', properties: { input: { type: 'string' } } },
	takesText: true,
};

/**
 * Turns the `schema` of an n8n tool into the parameters of a function. n8n's own tools have Zod 3 schemas;
 * others may have JSON Schemas (as MCP servers write them) or Zod 4 schemas, which can describe themselves.
 * The result has no references and no words about its draft. Effects (`refine`, `transform`) are left out:
 * the schema says what goes into them.
 */
export function functionParameters(schema: unknown): FunctionParameters {
	if (!isSchema(schema) || isObjectEmpty(schema)) return oneText;
	const described = inlined(jsonSchemaOf(schema));
	if (isTextOfTool(schema, described) || described.type === 'string') return oneText;
	// The API wants an object at the top; unions of objects do not say that they are one.
	return {
		parameters: { ...described, type: 'object', properties: described.properties ?? {} },
		takesText: false,
	};
}

function jsonSchemaOf(schema: IDataObject): IDataObject {
	const { toJSONSchema: describe } = schema as { toJSONSchema?: unknown };
	if ('_zod' in schema && typeof describe === 'function') {
		return describe.call(schema, { io: 'input', unrepresentable: 'any' }) as IDataObject;
	}
	if (!('_def' in schema)) return schema;
	return zodToJsonSchema(schema as unknown as ZodSchema, { $refStrategy: 'none' }) as IDataObject;
}

/** LangChain gives a tool without a schema this one: `{ input?: string }`, turned into the text itself. */
function isTextOfTool({ _def: definition }: IDataObject, { properties }: IDataObject): boolean {
	return (
		isSchema(definition) &&
		definition.typeName === 'ZodEffects' &&
		isSchema(properties) &&
		Object.keys(properties).join() === 'input' &&
		isSchema(properties.input) &&
		properties.input.type === 'string'
	);
}
