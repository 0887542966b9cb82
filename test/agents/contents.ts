import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

/** Text that n8n does not take for an expression. */
const text = fc
	.string({ minLength: 1, maxLength: 12 })
	.filter((characters) => !characters.startsWith('='));
const word = fc.stringMatching(/^[a-z]{1,8}$/);
/** The simulator's schemas lose this one key. */
const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'));
const words = fc.array(word, { minLength: 1, maxLength: 3 });
const share = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);

const schema = fc
	.dictionary(word, fc.record({ type: fc.constantFrom('string', 'integer') }), { maxKeys: 3 })
	.map((properties) => ({ type: 'object', properties, additionalProperties: false }));

const configured = (fields: Record<string, fc.Arbitrary<unknown>>) =>
	fc.record(
		{
			...fields,
			tool_configuration: fc.oneof(
				fc.record({ include: words }),
				fc.record({ exclude: words, requires_confirmation: words }),
			),
		},
		{ requiredKeys: Object.keys(fields) as never[] },
	);

const tool = fc.oneof(
	configured({ type: fc.constantFrom('web_search', 'code_interpreter', 'image_generation') }),
	configured({ type: fc.constant('document_library'), library_ids: words }),
	configured({ type: fc.constant('connector'), connector_id: word }),
	configured({
		type: fc.constant('connector'),
		connector_id: word,
		authorization: fc.record({ type: fc.constantFrom('api-key', 'oauth2-token'), value: word }),
	}),
	fc.record({
		type: fc.constant('function'),
		function: fc.record(
			{ name: word, parameters: schema, description: text, strict: fc.constant(true) },
			{ requiredKeys: ['name', 'parameters'] },
		),
	}),
);

const completionArgs = fc
	.record(
		{
			temperature: share,
			top_p: share,
			max_tokens: fc.nat(),
			stop: fc.array(text, { minLength: 1, maxLength: 2 }),
			prediction: text.map((content) => ({ type: 'content', content })),
			tool_choice: fc.constantFrom('auto', 'none', 'any'),
			response_format: fc.oneof(
				fc.record({ type: fc.constantFrom('text', 'json_object') }),
				fc.record({
					type: fc.constant('json_schema'),
					json_schema: fc.record({ name: word, schema, strict: fc.boolean() }),
				}),
			),
		},
		{ requiredKeys: [] },
	)
	.filter((args) => Object.keys(args).length > 0);

/** Contents of agents as the node sends them, in the API's form; the name is always the same. */
export const contents: fc.Arbitrary<IDataObject> = fc.record(
	{
		name: fc.constant('Clerk'),
		model: fc.constantFrom('mistral-medium-latest', 'mistral-small-latest'),
		instructions: text,
		description: text,
		tools: fc.array(tool, { minLength: 1, maxLength: 3 }),
		completion_args: completionArgs,
		guardrails: fc.array(
			fc.record(
				{
					block_on_error: fc.boolean(),
					moderation_llm_v2: fc.record({ action: fc.constantFrom('none', 'block') }),
				},
				{ requiredKeys: ['block_on_error'] },
			),
			{ minLength: 1, maxLength: 2 },
		),
		metadata: fc.dictionary(word, json, { minKeys: 1, maxKeys: 3 }),
	},
	{ requiredKeys: ['name', 'model'] },
) as never;
