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
 * are on the list, JSON is parsed, locators are ids. Unset ones (`''`, empty collections, hidden) are absent;
 * in `updateFields` those that were added and left empty are null. What is not to be validated is as it is.
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
	// Some have two descriptions; an expression is evaluated once.
	const names = new Set(properties.map(({ name }) => name));
	const raw = Object.fromEntries([...names].map((name) => [name, read(name)]));
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

/**
 * n8n hides by static values only; a condition that an expression decided is settled here. One about the
 * node itself (`@tool`) n8n has settled: parameters that it parts bear one name, and have one value.
 */
const isShown = ({ displayOptions }: INodeProperties, row: Row, root: Root): boolean =>
	Object.entries(displayOptions?.show ?? {}).every(([name, allowed = []]) => {
		if (name.startsWith('@')) return true;
		const chosen = [name.startsWith('/') ? root.values[name.slice(1)] : row[name]].flat();
		return allowed.some((value) => chosen.some((choice) => choice === value));
	});

function readValue(
	property: INodeProperties,
	value: unknown,
	root: Root,
	names: string[],
): unknown {
	if (property.ignoreValidationDuringExecution) return value ?? undefined;
	if (value === undefined || value === null || value === '') return undefined;
	const { type, typeOptions, options } = property;
	switch (type) {
		case 'collection': {
			const added = rowOf(value, names);
			const fields = options as INodeProperties[];
			const set = readRow(fields, added, root, names);
			const isUpdate = property.name === 'updateFields';
			return nonEmpty(isUpdate ? { ...emptied(fields, added), ...set } : set);
		}
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

/** The fields that were added, as if all of them were empty. */
const emptied = (fields: INodeProperties[], added: Row): IDataObject =>
	Object.fromEntries(fields.filter(({ name }) => name in added).map(({ name }) => [name, null]));
