import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { checkSchema } from '../../nodes/shared/conversation/jsonSchema';

const check = (schema: unknown) => () => checkSchema(schema as object, 'Tools > Parameters');

describe('a JSON schema', () => {
	it.each([
		{ type: 'object' },
		{ type: ['string', 'null'] },
		{ $ref: '#/$defs/city', $defs: { city: { type: 'string' } } },
		{ anyOf: [{ type: 'string' }, { const: 1 }] },
		{ type: 'object', additionalProperties: false },
		{ type: 'array', items: { type: 'integer', minimum: 1 } },
		{ type: 'array', items: [{ type: 'string' }, true] },
		// Properties may be called like keywords.
		{ type: 'object', properties: { type: { type: 'string' }, required: true } },
		{ title: 'With words of its own', type: 'object', 'x-order': ['a'] },
	])('may be %j', (schema) => {
		expect(check(schema)).not.toThrow();
	});

	it.each<[unknown, string]>([
		[{ type: 'text' }, '"type" must be one of array, boolean, integer, null, number'],
		[{ type: ['string', 1] }, '"type" must be one of'],
		[{ type: 'object', properties: ['city'] }, '"properties" must be an object of schemas'],
		[{ properties: { city: 'string' } }, '"properties.city" must be a schema'],
		[{ properties: { city: { type: 'strin' } } }, '"properties.city.type" must be one of'],
		[{ type: 'object', required: true }, '"required" must be a list of texts'],
		[{ type: 'object', required: [1] }, '"required" must be a list of texts'],
		[{ type: 'array', items: 'string' }, '"items" must be a schema'],
		[{ type: 'array', items: [{ type: 'x' }] }, '"items.0.type" must be one of'],
		[{ anyOf: { type: 'string' } }, '"anyOf" must be a list of schemas'],
		[{ enum: 'a' }, '"enum" must be a list'],
		[{ additionalProperties: 'no' }, '"additionalProperties" must be a schema'],
		[{ city: { type: 'string' } }, 'it has none of the keywords of a schema'],
	])('may not be %j', (schema, problem) => {
		expect(check(schema)).toThrow(
			`The parameter "Tools > Parameters" is not a JSON schema: ${problem}`,
		);
	});

	it('is judged without a crash, whatever it is', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (schema) => {
				try {
					checkSchema(schema, 'x');
				} catch (error) {
					expect((error as Error).message).toContain('is not a JSON schema');
				}
			}),
		);
	});
});
