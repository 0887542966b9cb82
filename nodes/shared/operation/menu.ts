import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Resource, Resources } from './operation';

// Not by `localeCompare`: the first use of it costs as much as loading the package.
const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => (a.name < b.name ? -1 : 1);

/** All parameters of a node: the resource menu, the operation menus and each operation's own. */
export function propertiesOf(resources: Resources): INodeProperties[] {
	const [{ value: first }] = resources;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
			default: first,
		},
		...resources.map(operationMenu),
		...resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				operation.properties.map((property) =>
					shownFor(property, { resource: [resource.value], operation: [operation.value] }),
				),
			),
		),
	];
}

function operationMenu({ value: resource, operations }: Resource): INodeProperties {
	const [{ value: first }] = operations;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations
			.map(({ name, value, action, description }) => ({ name, value, action, description }))
			.sort(byName),
		default: first,
	};
}

/** The parameter, shown only where others have these values. */
export const shownFor = (
	property: INodeProperties,
	conditions: Record<string, string[]>,
): INodeProperties => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: { ...conditions, ...property.displayOptions?.show },
	},
});
