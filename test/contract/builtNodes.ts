import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';

import packageJson from '../../package.json';
import { nodeTypes } from '../../scripts/engine/nodeTypes';

export interface BuiltOperation {
	/** Name of the node, as `mistralAgents`. */
	type: string;
	resource: string;
	operation: string;
}

/** Names of the nodes as built, without the package's. */
export const builtTypes = packageJson.n8n.nodes.map((file) => {
	const [className = ''] = (file.split('/').at(-1) ?? '').split('.');
	return className.charAt(0).toLowerCase() + className.slice(1);
});

export const nodeOf = (type: string): INodeType =>
	nodeTypes.getByNameAndVersion(`${packageJson.name}.${type}`, 1);

/** All operations that the menus of the built nodes offer, by `resource.operation`. */
export const builtOperations = new Map<string, BuiltOperation>(
	builtTypes.flatMap((type) =>
		nodeOf(type)
			.description.properties.filter(({ name }) => name === 'operation')
			.flatMap((menu) => ofMenu(type, menu)),
	),
);

/** Names of all pickers. */
export const builtPickers: string[] = [
	...new Set(builtTypes.flatMap((type) => Object.keys(nodeOf(type).methods?.listSearch ?? {}))),
];

function ofMenu(type: string, { displayOptions, options = [] }: INodeProperties) {
	const resources = (displayOptions?.show?.resource ?? []) as string[];
	return resources.flatMap((resource) =>
		(options as INodePropertyOptions[]).map(({ value }) => {
			const operation = String(value);
			return [`${resource}.${operation}`, { type, resource, operation }] as const;
		}),
	);
}
