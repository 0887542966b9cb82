import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { type BuiltOperation, nodeOf } from '../builtNodes';

/** Names of an operation's parameters; those in collections and rows as `completionArgs.topP`. */
export function fieldsOf({ type, resource, operation }: BuiltOperation): string[] {
	return nodeOf(type)
		.description.properties.filter(({ displayOptions: { show } = {} }) => {
			return show?.resource?.includes(resource) && show.operation?.includes(operation);
		})
		.flatMap(namesIn);
}

function namesIn({ name, type, options = [] }: INodeProperties): string[] {
	const fields =
		type === 'fixedCollection'
			? (options as INodePropertyCollection[]).flatMap(({ values }) => values)
			: (options as INodeProperties[]);
	return type === 'collection' || type === 'fixedCollection'
		? fields.map((field) => `${name}.${field.name}`)
		: [name];
}

/** The same names, of what a parameter set sets. */
export function fieldsSet(set: IDataObject): string[] {
	return Object.entries(set).flatMap(([name, value]) => {
		const rows = (value as { values?: unknown } | undefined)?.values as IDataObject[] | undefined;
		if (Array.isArray(rows))
			return rows.flatMap((row) => Object.keys(row).map((field) => `${name}.${field}`));
		return ['options', 'filters', 'completionArgs', 'updateFields'].includes(name)
			? Object.keys(value as IDataObject).map((field) => `${name}.${field}`)
			: [name];
	});
}
