import type { IDataObject } from 'n8n-workflow';

/**
 * The fields of `wanted` that an agent does not have yet, ready to be sent. Both are in the API's form,
 * and what `wanted` says nothing of is kept: fields, and single completion arguments too. The order of
 * keys and what the server filled in by itself make no difference.
 */
export const changesTo = (agent: IDataObject, wanted: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(wanted)
			// A message is no content: it goes along with changes, but is none.
			.filter(([name]) => name !== 'version_message')
			.filter(([name, value]) => !has(name, agent[name], value))
			.map(([name, value]) => [name, name === completionArgs ? merged(agent[name], value) : value]),
	);

const completionArgs = 'completion_args';

function has(name: string, present: unknown, wanted: unknown): boolean {
	if (name !== completionArgs) return isSameField(name, present, wanted);
	const args = fieldsOf(present);
	return Object.entries(fieldsOf(wanted)).every(([key, arg]) => isSameField(key, args[key], arg));
}

/** Sent as a whole: whether the API keeps arguments that are left out is not documented. */
const merged = (present: unknown, wanted: unknown): IDataObject => ({
	...Object.fromEntries(Object.entries(fieldsOf(present)).filter(([, arg]) => arg !== null)),
	...fieldsOf(wanted),
});

/** The user's own JSON, in which every detail has a meaning. */
const ownJson = ['metadata', 'parameters', 'schema'];

/** What the API takes for a field that is not set, where that is not nothing. */
const defaults: Record<string, unknown> = {
	action: 'none',
	response_format: { type: 'text' },
	tool_choice: 'auto',
};

function isSameField(name: string, present: unknown, wanted: unknown): boolean {
	if (ownJson.includes(name)) return sorted(present) === sorted(wanted);
	// A secret is not shown as it was sent.
	if (name === 'authorization') return fieldsOf(present).type === fieldsOf(wanted).type;
	// The moderation model of the day.
	if (name === 'model_name' && wanted === undefined) return true;
	return isSame(present ?? defaults[name], wanted ?? defaults[name]);
}

function isSame(present: unknown, wanted: unknown): boolean {
	if (Array.isArray(present) && Array.isArray(wanted)) {
		return (
			present.length === wanted.length && wanted.every((one, index) => isSame(present[index], one))
		);
	}
	if (isObject(present ?? {}) && isObject(wanted ?? {}) && (present ?? wanted)) {
		const [there, here] = [fieldsOf(present), fieldsOf(wanted)];
		return Object.keys({ ...there, ...here }).every((name) =>
			isSameField(name, there[name], here[name]),
		);
	}
	return plain(present) === plain(wanted);
}

/** Unset, switched off and empty are the same to the API. */
const plain = (value: unknown) =>
	value === null || value === false || value === '' ? undefined : value;

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): IDataObject => (isObject(value) ? value : {});

const sorted = (json: unknown) =>
	JSON.stringify(json, (_, value: unknown) =>
		isObject(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);
