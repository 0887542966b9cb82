import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { isWellFormed } from '../transport/apiPath';
import { ParameterError } from '../transport/parameterError';
import { isObject } from '../transport/shape';
import { toUtc } from './dateTime';

/*
 * How single values are read. `names` is the way to the parameter, as errors name it; all throw
 * ParameterError for a value that cannot be used.
 */

export const quoted = (names: string[]) => `"${names.join(' > ')}"`;

export const wrong = (names: string[], expected: string, value: unknown) =>
	new ParameterError(
		`The parameter ${quoted(names)} must be ${expected}, but is ${shortened(value)}`,
	);

function shortened(value: unknown): string {
	const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === '';

export const nonEmpty = <T extends object>(value: T): T | undefined =>
	Object.keys(value).length > 0 ? value : undefined;

/** A list of texts becomes a comma list, the form in which users type lists. */
export function readText(value: unknown, names: string[]): string {
	const parts = [value].flat();
	if (parts.some((part) => part !== null && typeof part === 'object')) {
		throw wrong(names, 'text', value);
	}
	return parts.join(',');
}

/** The id in a locator, or given as it is. */
export function readId(value: unknown, names: string[]): string | undefined {
	const id = isObject(value) && ('value' in value || '__rl' in value) ? value.value : value;
	if (id === undefined || id === null || isBlank(id)) return undefined;
	const parts: unknown[] = [id].flat();
	const areIds = parts.every(
		(part) => (typeof part === 'string' && isWellFormed(part)) || Number.isFinite(part),
	);
	if (!areIds) throw wrong(names, 'an ID', id);
	return parts.join(',').trim() || undefined;
}

export function readNumber(
	{ typeOptions }: INodeProperties,
	value: unknown,
	names: string[],
): number {
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = typeOptions ?? {};
	const number = typeof value === 'string' && !isBlank(value) ? Number(value) : value;
	const kind = numberPrecision === 0 ? 'a whole number' : 'a number';
	if (typeof number !== 'number' || !Number.isFinite(number)) throw wrong(names, kind, value);
	const limits = [
		minValue > -Infinity ? ` from ${minValue}` : '',
		maxValue < Infinity ? ` up to ${maxValue}` : '',
	].join('');
	if (number < minValue || number > maxValue) throw wrong(names, kind + limits, value);
	if (numberPrecision === 0 && !Number.isInteger(number)) throw wrong(names, kind, value);
	return number;
}

export function readBoolean(value: unknown, names: string[]): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw wrong(names, 'true or false', value);
}

export function readDateTime(value: unknown, timeZone: string, names: string[]): string {
	const time = toUtc(value, timeZone);
	if (time !== undefined) return time;
	throw wrong(names, 'a date or a time, such as 2026-12-31 or 2026-12-31T18:00:00Z', value);
}

export function readOption(
	options: INodePropertyOptions[],
	value: unknown,
	names: string[],
): unknown {
	const allowed = options.map((option) => option.value);
	if (allowed.some((option) => option === value)) return value;
	throw wrong(names, `one of ${allowed.join(', ')}`, value);
}

/**
 * The default tells what is wanted: `{}` an object, `[]` a list, `''` any JSON or plain text.
 * Text that starts like JSON must be JSON: a typing error is not sent as a prompt.
 */
export function readJson(
	{ default: example }: INodeProperties,
	value: unknown,
	names: string[],
): unknown {
	const wanted = { '{}': 'a JSON object', '[]': 'a JSON list' }[String(example)];
	const parsed =
		typeof value === 'string' && (wanted ?? /^\s*[[{"]/.test(value)) ? parse(value, names) : value;
	if (parsed === null) return undefined;
	if (wanted && kindOf(parsed) !== wanted) throw wrong(names, wanted, value);
	return typeof parsed === 'object' ? nonEmpty(parsed) : parsed;
}

/** A Date or a DateTime is an object to JavaScript, but a text in JSON. */
function kindOf(parsed: unknown): string {
	if (Array.isArray(parsed)) return 'a JSON list';
	return isObject(parsed) && typeof parsed.toJSON !== 'function' ? 'a JSON object' : 'another';
}

function parse(text: string, names: string[]): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw notJson(names, error as SyntaxError);
	}
}

const notJson = (names: string[], { message }: SyntaxError) =>
	new ParameterError(`The parameter ${quoted(names)} is not valid JSON: ${message}`);
