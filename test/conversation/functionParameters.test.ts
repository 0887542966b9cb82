import { createRequire } from 'node:module';

import { describe, expect, it, jest } from '@jest/globals';
import { DynamicTool } from '@langchain/core/tools';
import Ajv from 'ajv';
import fc from 'fast-check';
import { z } from 'zod';

import { functionParameters } from '../../nodes/shared/conversation/functionParameters';

const of = (schema: unknown) => functionParameters(schema).parameters;

const oneText = {
	parameters: { type: 'object', properties: { input: { type: 'string' } } },
	takesText: true,
};

describe('the parameters of a function', () => {
	it('come from a Zod schema, without words about the draft', () => {
		const schema = z.object({
			city: z.string().describe('Where'),
			days: z.number().int().min(1).optional(),
			unit: z.enum(['c', 'f']).default('c'),
		});
		expect(functionParameters(schema)).toEqual({
			parameters: {
				type: 'object',
				properties: {
					city: { type: 'string', description: 'Where' },
					days: { type: 'integer', minimum: 1 },
					unit: { type: 'string', enum: ['c', 'f'], default: 'c' },
				},
				required: ['city'],
				additionalProperties: false,
			},
			takesText: false,
		});
	});

	it('describe what goes into the effects of a Zod schema', () => {
		const schema = z
			.object({ day: z.string().transform((text) => new Date(text)) })
			.refine(({ day }) => !Number.isNaN(day.valueOf()));
		expect(of(schema)).toMatchObject({ properties: { day: { type: 'string' } } });
	});

	it('hold a part of a Zod schema as often as it is used', () => {
		const place = z.object({ city: z.string() });
		const parameters = of(z.object({ from: place, to: place }));
		expect(JSON.stringify(parameters)).not.toContain('$ref');
		expect(parameters).toMatchObject({
			properties: { from: { required: ['city'] }, to: { required: ['city'] } },
		});
	});

	it('end where a Zod schema has no end', () => {
		interface Folder {
			name: string;
			folders: Folder[];
		}
		const folder: z.ZodType<Folder> = z.lazy(() =>
			z.object({ name: z.string(), folders: z.array(folder) }),
		);
		const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
		expect(of(z.object({ root: folder }))).toMatchObject({
			properties: { root: { properties: { folders: { items: {} } } } },
		});
		warn.mockRestore();
	});

	it('come from a Zod 4 schema', () => {
		// Zod as LangChain has it, which community nodes get their schemas from.
		const four = createRequire(require.resolve('@langchain/core/tools'))('zod') as typeof z;
		expect(of(four.object({ city: four.string(), day: four.date().optional() }))).toEqual({
			type: 'object',
			properties: { city: { type: 'string' }, day: {} },
			required: ['city'],
		});
	});

	it.each([[undefined], [null], [{}], [z.string()], [{ type: 'string' }]])(
		'are one text when a tool has none of its own (%#)',
		(schema) => {
			expect(functionParameters(schema)).toEqual(oneText);
		},
	);

	it('are one text for a LangChain tool without a schema', () => {
		const tool = new DynamicTool({
			name: 'code',
			description: '',
			func: async () => await Promise.resolve(''),
		});
		expect(functionParameters(tool.schema)).toEqual({
			parameters: expect.objectContaining({ properties: { input: { type: 'string' } } }),
			takesText: true,
		});
	});

	it('are those of a structured tool whose only field happens to be called input', () => {
		expect(functionParameters(z.object({ input: z.string().optional() })).takesText).toBe(false);
	});

	it('come from a JSON schema as it is, without noise and with its references replaced', () => {
		const schema = {
			$schema: 'https://json-schema.org/draft/2020-12/schema',
			$id: 'https://example.com/order',
			type: 'object',
			properties: {
				to: { $ref: '#/$defs/address', description: 'Where to' },
				from: { $ref: '#/properties/to' },
				'a/b c': { $ref: '#/$defs/a~1b%20c' },
				// Names, not keywords.
				$ref: { type: 'string' },
				definitions: { type: 'number' },
			},
			required: ['to'],
			$defs: {
				address: { type: 'object', properties: { city: { $ref: '#/$defs/text' } } },
				text: { type: 'string', $comment: 'Any', default: { $ref: '#' } },
				'a/b c': { type: 'boolean' },
			},
		};
		const city = { type: 'string', default: { $ref: '#' } };
		const address = { type: 'object', properties: { city }, description: 'Where to' };
		expect(of(schema)).toEqual({
			type: 'object',
			properties: {
				to: address,
				from: address,
				'a/b c': { type: 'boolean' },
				$ref: { type: 'string' },
				definitions: { type: 'number' },
			},
			required: ['to'],
		});
		expect(schema).toHaveProperty('$defs.address');
	});

	it('allow anything where a reference has no end, or leads elsewhere or nowhere', () => {
		const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };
		const lost = { $ref: '#/$defs/%E0%A4%A' };
		const elsewhere = { $ref: 'https://example.com/schema.json', title: 'Elsewhere' };
		expect(
			of({
				type: 'object',
				properties: { node: { $ref: '#/$defs/node' }, lost, elsewhere, self: { $ref: '#' } },
				$defs: { node },
			}),
		).toEqual({
			type: 'object',
			properties: {
				node: { type: 'object', properties: { next: {} } },
				lost: {},
				elsewhere: { title: 'Elsewhere' },
				self: {},
			},
		});
	});

	it('stay small when references refer to each other many times', () => {
		const level = (next: number) => ({
			type: 'array',
			prefixItems: Array.from({ length: 10 }, () => ({ $ref: `#/$defs/level${next}` })),
		});
		const $defs = Object.fromEntries(
			Array.from({ length: 20 }, (_, i) => [`level${i}`, level(i + 1)]),
		);
		const parameters = of({
			type: 'object',
			properties: { all: { $ref: '#/$defs/level0' } },
			$defs,
		});
		expect(JSON.stringify(parameters).length).toBeLessThan(500_000);
	});

	it('say that they are an object where a union of objects does not', () => {
		const union = z.discriminatedUnion('kind', [
			z.object({ kind: z.literal('a') }),
			z.object({ kind: z.literal('b'), size: z.number() }),
		]);
		expect(of(union)).toMatchObject({ type: 'object', properties: {}, anyOf: [{}, {}] });
	});
});

interface Sample {
	schema: z.ZodType;
	/** A value that the schema allows. */
	example: unknown;
}

const name = () => fc.constantFrom('a', 'b', 'input', 'type', '$ref');
const sample = (schema: z.ZodType, example: unknown): Sample => ({ schema, example });
const shapeOf = (samples: Record<string, Sample>) =>
	Object.fromEntries(Object.entries(samples).map(([key, { schema }]) => [key, schema]));
const exampleOf = (samples: Record<string, Sample>) =>
	Object.fromEntries(Object.entries(samples).map(([key, { example }]) => [key, example]));

/** Schemas without effects. */
const samples = fc.letrec<{ any: Sample; leaf: Sample }>((tie) => ({
	any: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		tie('leaf'),
		tie('any').map(({ schema, example }) => sample(schema.optional(), example)),
		tie('any').map(({ schema }) => sample(schema.nullable(), null)),
		tie('any').map(({ schema, example }) => sample(z.array(schema).max(3), [example])),
		fc
			.tuple(tie('any'), tie('any'))
			.map(([a, b]) => sample(z.union([a.schema, b.schema]), b.example)),
		fc
			.dictionary(name(), tie('any'), { maxKeys: 3 })
			.map((fields) => sample(z.object(shapeOf(fields)).strict(), exampleOf(fields))),
		tie('any').map(({ schema, example }) => sample(z.record(schema), { a: example })),
	),
	leaf: fc.oneof(
		fc.constantFrom(
			sample(z.string(), ''),
			sample(z.number(), 0.5),
			sample(z.boolean(), false),
			sample(z.null(), null),
			sample(z.number().int(), 3),
			sample(z.enum(['a', 'b']), 'b'),
		),
		fc.integer({ min: -3, max: 3 }).map((min) => sample(z.number().min(min), min)),
		fc.integer({ min: 0, max: 3 }).map((length) => sample(z.string().min(length), 'abc')),
		fc.constantFrom('a', 'b', 1, true).map((value) => sample(z.literal(value), value)),
	),
})).any;

const values = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small' },
		fc.constantFrom('', 'a', 'b', 'abcd', null, true, false, 0.5, -1.5),
		fc.integer({ min: -4, max: 4 }),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(name(), tie('value'), { maxKeys: 3 }),
	),
})).value;

/** The fields of an object, and changes of an example of it that it may or may not allow. */
const fields = fc.dictionary(name(), samples, { minKeys: 1, maxKeys: 3 });
const changes = fc.array(fc.dictionary(name(), values, { maxKeys: 3 }), { minLength: 9 });

const checkOf = (schema: z.ZodType) => new Ajv({ strict: false }).compile(of(schema));

describe('a Zod object', () => {
	it('without effects allows exactly what its parameters allow', () => {
		const agree = fc.property(fields, changes, (samplesOf, changed) => {
			const schema = z.object(shapeOf(samplesOf)).strict();
			const check = checkOf(schema);
			const example = exampleOf(samplesOf);
			expect({ schema: schema.safeParse(example).success, parameters: check(example) }).toEqual({
				schema: true,
				parameters: true,
			});
			for (const change of changed) {
				for (const value of [change, { ...example, ...change }]) {
					const { success } = schema.safeParse(value);
					expect({ value, allowed: check(value) }).toEqual({ value, allowed: success });
				}
			}
		});
		fc.assert(agree, { numRuns: 60 });
	});

	it('with effects allows nothing that its parameters forbid', () => {
		const follows = fc.property(fields, changes, (samplesOf, changed) => {
			const shape = Object.entries(shapeOf(samplesOf)).map(([key, schema], i) => [
				key,
				i % 2 === 0 ? schema.transform(String) : schema.refine((value) => value !== 'a'),
			]);
			const schema = z
				.object(Object.fromEntries(shape) as z.ZodRawShape)
				.strict()
				.refine((value) => Object.keys(value).length !== 2);
			const check = checkOf(schema);
			const example = exampleOf(samplesOf);
			// The refinements may forbid the example, never the parameters.
			expect(check(example)).toBe(true);
			for (const value of changed.map((change) => ({ ...example, ...change }))) {
				if (schema.safeParse(value).success)
					expect({ value, allowed: check(value) }).toEqual({ value, allowed: true });
			}
		});
		fc.assert(follows, { numRuns: 60 });
	});
});
