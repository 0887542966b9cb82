import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';

import { idleTimeout } from '../../nodes/shared/conversation/answerForm';
import { requestFields } from '../../nodes/shared/descriptions/options';
import { processingOptions } from '../../nodes/shared/document/processing';
import { readParameters } from '../../nodes/shared/operation/parameters';

const field = (given: Partial<INodeProperties>): INodeProperties => ({
	displayName: 'A Field',
	name: 'field',
	type: 'string',
	default: '',
	...given,
});

const read = (property: Partial<INodeProperties>, value: unknown) =>
	readParameters([field(property)], () => value).field;

describe('reading parameters', () => {
	it('leaves out what is not set', () => {
		for (const value of [undefined, null, '', '  ']) expect(read({}, value)).toBeUndefined();
		expect(read({ type: 'collection', options: [] }, {})).toBeUndefined();
		expect(read({ type: 'json', default: '{}' }, '{}')).toBeUndefined();
	});

	it('says which required parameter is empty', () => {
		expect(() => read({ required: true }, '')).toThrow('The parameter "A Field" is empty');
	});

	it('takes a list of texts as a comma list and refuses objects', () => {
		expect(read({}, ['a', 'b'])).toBe('a,b');
		expect(read({}, 42)).toBe('42');
		expect(() => read({}, { a: 1 })).toThrow(
			'The parameter "A Field" must be text, but is {"a":1}',
		);
	});

	it('reads a list of texts, or one text as a list', () => {
		const list = { typeOptions: { multipleValues: true } };
		expect(read(list, ['END', '', 'STOP'])).toEqual(['END', 'STOP']);
		expect(read(list, 'END')).toEqual(['END']);
		expect(read(list, [''])).toBeUndefined();
	});

	it('keeps a blank line to stop at', () => {
		const list = { typeOptions: { multipleValues: true } };
		expect(read(list, ['\n\n', '', ' '])).toEqual(['\n\n', ' ']);
	});

	it('says how long a time may be, which timers would otherwise end at once', () => {
		const fields = [requestFields, [idleTimeout], processingOptions].flat();
		const times = fields.filter(({ name }) => name.endsWith('imeout'));
		expect(times).toHaveLength(3);
		for (const time of times) {
			expect(() => read(time, 2_147_483_648)).toThrow(
				/ whole number from 1 up to 2147483(647)?, but/,
			);
		}
		expect(() => read(requestFields[1] ?? {}, 2_147_483_647)).not.toThrow();
	});

	it('refuses what has no fields where fields are wanted', () => {
		const rows = {
			type: 'fixedCollection' as const,
			options: [{ displayName: 'Row', name: 'values', values: [field({ name: 'name' })] }],
		};
		for (const value of [{ values: [null] }, { values: 'a' }, [{ name: 'a' }], 'a']) {
			expect(() => read(rows, value)).toThrow('"A Field" must be an object with fields, but is');
		}
		expect(() => read({ type: 'collection', options: [] }, [1])).toThrow('an object with fields');
	});

	it('reads numbers that an expression gave as text and keeps them within their limits', () => {
		const number = {
			type: 'number' as const,
			typeOptions: { minValue: 0, maxValue: 1 },
			default: 0,
		};
		expect(read(number, '0.5')).toBe(0.5);
		expect(read(number, 0)).toBe(0);
		expect(() => read(number, 2)).toThrow('must be a number from 0 up to 1, but is 2');
		expect(() => read(number, ' ')).toThrow('must be a number, but is " "');
		expect(() => read(number, NaN)).toThrow('must be a number, but is NaN');
		expect(() => read(number, 'warm')).toThrow('must be a number, but is "warm"');
		const whole = { ...number, typeOptions: { minValue: 1, numberPrecision: 0 } };
		expect(() => read(whole, 1.5)).toThrow('must be a whole number, but is 1.5');
		expect(() => read(whole, 0)).toThrow('must be a whole number from 1, but is 0');
	});

	it('reads true and false and nothing else as a boolean', () => {
		const boolean = { type: 'boolean' as const, default: false };
		expect(read(boolean, 'false')).toBe(false);
		expect(read(boolean, true)).toBe(true);
		expect(() => read(boolean, 'maybe')).toThrow('must be true or false, but is "maybe"');
	});

	it('refuses an option that is not on the list', () => {
		const options = { type: 'options' as const, options: [{ name: 'A', value: 'a' }] };
		expect(read(options, 'a')).toBe('a');
		expect(() => read(options, 'b')).toThrow('must be one of a, but is "b"');
	});

	it('reads a choice of several options, or one of them as a list', () => {
		const several = {
			type: 'multiOptions' as const,
			options: [
				{ name: 'A', value: 'a' },
				{ name: 'B', value: 'b' },
			],
			default: [],
		};
		expect(read(several, ['a', 'b'])).toEqual(['a', 'b']);
		expect(read(several, 'b')).toEqual(['b']);
		expect(read(several, [])).toBeUndefined();
		expect(() => read(several, ['a', 'c'])).toThrow('must be one of a, b, but is "c"');
	});

	it('parses JSON and says where it is wrong', () => {
		const json = { type: 'json' as const, default: '{}' };
		expect(read(json, '{ "a": 1 }')).toEqual({ a: 1 });
		expect(read(json, { a: 1 })).toEqual({ a: 1 });
		expect(() => read(json, '{ a }')).toThrow('The parameter "A Field" is not valid JSON: ');
		expect(() => read(json, new Date(0))).toThrow('must be a JSON object, but is "1970-01-01');
		expect(() => read(json, '[1]')).toThrow('must be a JSON object, but is "[1]"');
		expect(read(json, 'null')).toBeUndefined();
		expect(() => read({ ...json, default: '[]' }, '{}')).toThrow('must be a JSON list');
	});

	it('leaves plain text alone where JSON or text is wanted', () => {
		const json = { type: 'json' as const, default: '' };
		expect(read(json, 'Hello')).toBe('Hello');
		expect(read(json, '"Hello"')).toBe('Hello');
		expect(() => read(json, '[{ "role": }]')).toThrow('is not valid JSON');
	});

	it('reads the id out of a locator', () => {
		const locator = { type: 'resourceLocator' as const };
		expect(read(locator, { __rl: true, mode: 'id', value: ' conv_1\n' })).toBe('conv_1');
		expect(read(locator, 'conv_1')).toBe('conv_1');
		expect(read(locator, { __rl: true, mode: 'list', value: '' })).toBeUndefined();
		expect(read(locator, { __rl: true, mode: 'id', value: 7 })).toBe('7');
		for (const value of [true, NaN, { id: 'conv_1' }, '\ud83d']) {
			expect(() => read(locator, value)).toThrow('"A Field" must be an ID, but is');
		}
	});

	it('names the way to a field inside rows', () => {
		const rows = {
			type: 'fixedCollection' as const,
			options: [
				{
					displayName: 'Row',
					name: 'values',
					values: [field({ displayName: 'Name', name: 'name', required: true })],
				},
			],
		};
		expect(read(rows, { values: [{ name: 'a' }] })).toEqual([{ name: 'a' }]);
		expect(() => read(rows, { values: [{ name: 'a' }, { name: '' }] })).toThrow(
			'The parameter "A Field > Name" is empty',
		);
	});

	it('ignores what is hidden by the value of another parameter', () => {
		const properties = [
			field({ name: 'kind' }),
			field({ name: 'hidden', required: true, displayOptions: { show: { kind: ['b'] } } }),
		];
		const values: Record<string, string> = { kind: 'a', hidden: 'x' };
		expect(readParameters(properties, (name) => values[name])).toEqual({ kind: 'a' });
	});
});
