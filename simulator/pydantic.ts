/**
 * What the API's validation says about a bad request. The service is written with pydantic, so its
 * 422 bodies use pydantic's error types, sentences and locations; zod checks, this file translates.
 */
import { z } from 'zod';

/** One entry of a 422's `detail` list; the vendor's schema is `ValidationError`. */
export interface Problem {
	type: string;
	/** Where: the source, then keys, indices and the names of union members. */
	loc: (string | number)[];
	msg: string;
	/** The refused value; for a missing field the object that lacks it. */
	input: unknown;
}

/** The part of a request that a value comes from. */
export type Source = 'body' | 'query' | 'path';

type Wording = Pick<Problem, 'type' | 'msg'>;

type Members = Record<string, z.ZodTypeAny>;

/**
 * A union as pydantic sees it: the first member that accepts the value wins; when none does, every
 * member's complaints are listed, each under the member's name.
 */
export function anyOf<M extends Members>(
	members: M,
): z.ZodType<z.output<M[keyof M]>, z.ZodTypeDef, unknown> {
	return z.unknown().transform((value, context) => {
		if (value === undefined) return refuseMissing(context);
		const issues: z.ZodIssue[] = [];
		for (const [name, member] of Object.entries(members)) {
			const result = member.safeParse(value);
			if (result.success) return result.data;
			issues.push(...underName(name, result.error));
		}
		issues.forEach((issue) => context.addIssue(issue));
		return z.NEVER;
	});
}

/** A union whose member is named by the value's `type`; only that member's complaints are listed. */
export function oneOfType<M extends Members>(
	members: M,
): z.ZodType<z.output<M[keyof M]>, z.ZodTypeDef, unknown> {
	return z
		.object({ type: z.string() })
		.passthrough()
		.transform((value, context) => {
			const member = members[value.type];
			if (!member) {
				const expected = Object.keys(members).map((name) => `'${name}'`);
				context.addIssue({
					code: 'custom',
					params: { type: 'union_tag_invalid' },
					message: `Input tag '${value.type}' found using 'type' does not match any of the expected tags: ${expected.join(', ')}`,
				});
				return z.NEVER;
			}
			const result = member.safeParse(value);
			if (result.success) return result.data;
			underName(value.type, result.error).forEach((issue) => context.addIssue(issue));
			return z.NEVER;
		});
}

/** The complaints of a failed zod parse in pydantic's words. `raw` is the value that was parsed. */
export function problems(error: z.ZodError, raw: unknown, source: Source): Problem[] {
	return error.issues.flatMap((issue) => {
		const paths =
			issue.code === 'unrecognized_keys'
				? issue.keys.map((key) => [...issue.path, key])
				: [issue.path];
		return paths.map((path) => {
			const input = valueAt(raw, path);
			return { ...wording(issue, input), loc: [source, ...path], input };
		});
	});
}

function underName(name: string, error: z.ZodError): z.ZodIssue[] {
	return error.issues.map((issue) => ({ ...issue, path: [name, ...issue.path] }));
}

function refuseMissing(context: z.RefinementCtx): never {
	context.addIssue({ code: 'invalid_type', expected: 'unknown', received: 'undefined' });
	return z.NEVER;
}

/** Names of union members are no keys of the value, and a missing key is not in it: both are skipped. */
function valueAt(raw: unknown, path: (string | number)[]): unknown {
	return path.reduce<unknown>(
		(value, key) =>
			typeof value === 'object' && value !== null && Object.hasOwn(value, key)
				? (value as Record<string | number, unknown>)[key]
				: value,
		raw,
	);
}

function wording(issue: z.ZodIssue, input: unknown): Wording {
	switch (issue.code) {
		case 'unrecognized_keys':
			return { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
		case 'invalid_type':
			return issue.received === 'undefined'
				? { type: 'missing', msg: 'Field required' }
				: wrongType(issue.expected);
		case 'invalid_literal':
			return choice([issue.expected]);
		case 'invalid_enum_value':
			return choice(issue.options);
		case 'too_small':
			return outOfRange(issue.type, input, 'least', issue.minimum);
		case 'too_big':
			return outOfRange(issue.type, input, 'most', issue.maximum);
		case 'custom': {
			const type: unknown = issue.params?.type;
			return typeof type === 'string'
				? { type, msg: issue.message }
				: { type: 'value_error', msg: `Value error, ${issue.message}` };
		}
		default:
			return { type: 'value_error', msg: `Value error, ${issue.message}` };
	}
}

const expectations: Record<string, [type: string, noun: string]> = {
	string: ['string_type', 'string'],
	number: ['float_type', 'number'],
	integer: ['int_type', 'integer'],
	boolean: ['bool_type', 'boolean'],
	array: ['list_type', 'list'],
	object: ['model_attributes_type', 'dictionary or object to extract fields from'],
};

function wrongType(expected: string): Wording {
	const known = expectations[expected];
	// Anything else that zod expects here is the list of an enum's values, already quoted.
	return known
		? { type: known[0], msg: `Input should be a valid ${known[1]}` }
		: { type: 'literal_error', msg: `Input should be ${expected.replaceAll(' | ', ' or ')}` };
}

function choice(options: readonly unknown[]): Wording {
	const quoted = options.map((option) =>
		typeof option === 'string' ? `'${option}'` : String(option),
	);
	const last = quoted.pop();
	const listed = quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
	return { type: 'literal_error', msg: `Input should be ${listed}` };
}

function outOfRange(
	kind: string,
	input: unknown,
	bound: 'least' | 'most',
	limit: number | bigint,
): Wording {
	const least = bound === 'least';
	const plural = limit === 1 ? '' : 's';
	if (kind === 'array' && Array.isArray(input)) {
		return {
			type: least ? 'too_short' : 'too_long',
			msg: `List should have at ${bound} ${limit} item${plural} after validation, not ${input.length}`,
		};
	}
	if (kind === 'string') {
		return {
			type: least ? 'string_too_short' : 'string_too_long',
			msg: `String should have at ${bound} ${limit} character${plural}`,
		};
	}
	return {
		type: least ? 'greater_than_equal' : 'less_than_equal',
		msg: `Input should be ${least ? 'greater' : 'less'} than or equal to ${limit}`,
	};
}
