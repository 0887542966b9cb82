import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Resource, Resources } from './operation';

/**
 * All parameters of a node: the resource menu, the operation menus and each operation's own. Menus keep the
 * order of the lists, in which comes first what people do most.
 */
export function propertiesOf(resources: Resources): INodeProperties[] {
	return [
		resourceMenu(resources),
		...resources.map(operationMenu),
		...resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				[toolDescription(operation), ...demandedOf(operation)].map((property) =>
					shownFor(property, { resource: [resource.value], operation: [operation.value] }),
				),
			),
		),
	];
}

/** The parameters as the editor shows them: it asks for more than each item must have. */
const demandedOf = ({ properties, mayGiveNothing = [] }: Operation): INodeProperties[] =>
	properties.map((property) =>
		mayGiveNothing.includes(property.name) ? { ...property, required: true } : property,
	);

/** Nothing to choose from is no menu; the value is kept, as workflows and conditions are about it. */
function resourceMenu(resources: Resources): INodeProperties {
	const [{ value: first }, ...others] = resources;
	const resource = { displayName: 'Resource', name: 'resource', default: first };
	if (others.length === 0) return { ...resource, type: 'hidden' };
	return {
		...resource,
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
	};
}

/** What the model of an agent is told whose tool the node is: n8n itself would tell it the action alone. */
const toolDescription = ({ action, description, gives }: Operation): INodeProperties => ({
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: `${[`${action} in Mistral`, description, gives].filter(Boolean).join('. ')}.`,
	description: "What the agent's model is told about this tool",
	displayOptions: { show: { '@tool': [true] } },
});

/**
 * Subtitle of a node: the chosen operation's sentence. An expression cannot read the menus, so it holds
 * the sentences by `resource.operation`.
 */
export function subtitleOf(resources: Resources): string {
	const sentences = Object.fromEntries(
		resources.flatMap(({ value: resource, operations }) =>
			operations.map(({ value, action }) => [`${resource}.${value}`, action]),
		),
	);
	return `={{ (${JSON.stringify(sentences)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;
}

function operationMenu({ value: resource, operations }: Resource): INodeProperties {
	const [{ value: first }] = operations;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
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
