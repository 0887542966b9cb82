import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { ParameterError } from '../transport/parameterError';
import { isObject } from '../transport/shape';
import {
	isBlank,
	nonEmpty,
	quoted,
	readBoolean,
	readDateTime,
	readId,
	readJson,
	readNumber,
	readOption,
	readText,
	wrong,
} from './values';

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
			return nonEmpty(readRow(options as INodeProperties[], rowOf(value, names), root, names));
		case 'fixedCollection': {
			const [group] = options as [INodePropertyCollection];
			const rows = [rowOf(value, names)[group.name] ?? []].flat();
			return nonEmpty(rows.map((row) => readRow(group.values, rowOf(row, names), root, names)));
		}
		case 'resourceLocator':
			return readId(value, names);
		case 'string':
			// In a list blanks have a meaning: a model can be told to stop at a blank line.
			return typeOptions?.multipleValues
				? nonEmpty([value].flat().flatMap((text) => readText(text, names) || []))
				: unlessBlank(readText(value, names));
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

const unlessBlank = (text: string) => (isBlank(text) ? undefined : text);

function rowOf(value: unknown, names: string[]): Row {
	if (isObject(value)) return value;
	throw wrong(names, 'an object with fields', value);
}
