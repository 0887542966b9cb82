import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { ParameterError } from '../transport/parameterError';
import { toUtc } from './dateTime';

/**
 * Reads and checks parameters by their descriptions: numbers are numbers within their limits, options
 * are on the list, JSON is parsed, locators are ids. Unset ones (`''`, empty collections, hidden) are absent.
 *
 * @param read gives the evaluated value of a top-level parameter, undefined or null if there is none
 * @param timeZone that of the workflow, in which times without one are meant
 * @throws {ParameterError} for the first value that cannot be used
 */
export function readParameters(
	properties: INodeProperties[],
	read: (name: string) => unknown,
	timeZone = 'UTC',
): IDataObject {
	const raw = Object.fromEntries(properties.map(({ name }) => [name, read(name)]));
	return readRow(properties, raw, { values: raw, timeZone }, []);
}

type Row = Record<string, unknown>;

/** What holds for all rows: the top-level parameters and the time zone. */
interface Root {
	values: Row;
	timeZone: string;
}

function readRow(properties: INodeProperties[], row: Row, root: Root, path: string[]): IDataObject {
	const values: IDataObject = {};
	for (const property of properties) {
		if (!isShown(property, row, root)) continue;
		const names = [...path, property.displayName];
		const value = readValue(property, row[property.name], root, names);
		if (value !== undefined) values[property.name] = value as IDataObject[string];
		else if (property.required) {
			throw new ParameterError(
				`The parameter ${quoted(names)} is empty`,
				'Enter a value, or check the expression: it gives nothing for this item.',
			);
		}
	}
	return values;
}

/** n8n hides by static values only; a condition that an expression decided is settled here. */
const isShown = ({ displayOptions }: INodeProperties, row: Row, root: Root): boolean =>
	Object.entries(displayOptions?.show ?? {}).every(([name, allowed = []]) => {
		const chosen = [name.startsWith('/') ? root.values[name.slice(1)] : row[name]].flat();
		return allowed.some((value) => chosen.some((choice) => choice === value));
	});

function readValue(
	property: INodeProperties,
	value: unknown,
	root: Root,
	names: string[],
): unknown {
	if (value === undefined || value === null || value === '') return undefined;
	const { type, typeOptions, options } = property;
	switch (type) {
		case 'collection':
			return nonEmpty(readRow(options as INodeProperties[], value as Row, root, names));
		case 'fixedCollection': {
			const [group] = options as [INodePropertyCollection];
			const rows = [(value as Row)[group.name] ?? []].flat() as Row[];
			return nonEmpty(rows.map((row) => readRow(group.values, row, root, names)));
		}
		case 'resourceLocator':
			return readText(
				(value as Row).value ?? (typeof value === 'object' ? '' : value),
				names,
			)?.trim();
		case 'string':
			return typeOptions?.multipleValues
				? nonEmpty([value].flat().flatMap((text) => readText(text, names) ?? []))
				: readText(value, names);
		case 'number':
			return readNumber(property, value, names);
		case 'boolean':
			return readBoolean(value, names);
		case 'options':
			return readOption(options as INodePropertyOptions[], value, names);
		case 'multiOptions':
			return nonEmpty(
				[value].flat().map((one) => readOption(options as INodePropertyOptions[], one, names)),
			);
		case 'dateTime':
			return readDateTime(value, root.timeZone, names);
		case 'json':
			return readJson(property, value, names);
		default:
			return value;
	}
}

const quoted = (names: string[]) => `"${names.join(' > ')}"`;

const shortened = (value: unknown) => {
	const text = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

const wrong = (names: string[], expected: string, value: unknown) =>
	new ParameterError(
		`The parameter ${quoted(names)} must be ${expected}, but is ${shortened(value)}`,
	);

const nonEmpty = <T extends object>(value: T): T | undefined =>
	Object.keys(value).length > 0 ? value : undefined;

/** A list of texts becomes a comma list, the form in which users type lists. */
function readText(value: unknown, names: string[]): string | undefined {
	const parts = [value].flat();
	if (parts.some((part) => part !== null && typeof part === 'object')) {
		throw wrong(names, 'text', value);
	}
	const text = parts.join(',');
	return text.trim() === '' ? undefined : text;
}

function readNumber({ typeOptions }: INodeProperties, value: unknown, names: string[]): number {
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = typeOptions ?? {};
	const number = typeof value === 'string' ? Number(value) : value;
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

function readBoolean(value: unknown, names: string[]): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw wrong(names, 'true or false', value);
}

function readDateTime(value: unknown, timeZone: string, names: string[]): string {
	const time = toUtc(value, timeZone);
	if (time === undefined) throw wrong(names, 'a date or a time', value);
	return time;
}

function readOption(options: INodePropertyOptions[], value: unknown, names: string[]): unknown {
	const allowed = options.map((option) => option.value);
	if (allowed.some((option) => option === value)) return value;
	throw wrong(names, `one of ${allowed.join(', ')}`, value);
}

/**
 * The default tells what is wanted: `{}` an object, `[]` a list, `''` any JSON or plain text.
 * Text that starts like JSON must be JSON: a typing error is not sent as a prompt.
 */
function readJson({ default: example }: INodeProperties, value: unknown, names: string[]): unknown {
	const wanted = { '{}': 'a JSON object', '[]': 'a JSON list' }[String(example)];
	const parsed =
		typeof value === 'string' && (wanted ?? /^\s*[[{"]/.test(value)) ? parse(value, names) : value;
	const found = Array.isArray(parsed) ? 'a JSON list' : 'a JSON object';
	if (wanted && (typeof parsed !== 'object' || found !== wanted)) throw wrong(names, wanted, value);
	return parsed !== null && typeof parsed === 'object' ? nonEmpty(parsed) : (parsed ?? undefined);
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
