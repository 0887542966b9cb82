import { createRequire } from 'node:module';
import path from 'node:path';

import {
	type ICredentialType,
	type IDataObject,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	NodeHelpers,
} from 'n8n-workflow';

import packageJson from '../../package.json';

const root = path.resolve(__dirname, '../..');
const requireFile = createRequire(path.join(root, 'package.json'));
const known = requireFile('n8n-nodes-base/dist/known/nodes.json') as Record<
	string,
	{ className: string; sourcePath: string }
>;

/** The one class that a built file exports, made the way n8n makes it: by the file's name. */
function instanceOf<T>(file: string, className = path.basename(file).split('.')[0] ?? ''): T {
	const exported = requireFile(file) as Record<string, new () => T>;
	const Class = exported[className];
	if (!Class) throw new Error(`${file} exports no class ${className}`);
	return new Class();
}

const own = new Map(
	packageJson.n8n.nodes.map((file) => {
		const node = instanceOf<INodeType>(path.join(root, file));
		return [`${packageJson.name}.${node.description.name}`, node];
	}),
);

export const credentialTypes = new Map(
	packageJson.n8n.credentials.map((file) => {
		const credential = instanceOf<ICredentialType>(path.join(root, file));
		return [credential.name, credential];
	}),
);

/** Of nodes that are not this package's and not n8n's own, by type. */
export type MoreNodeTypes = Record<string, INodeType>;

/** This package as built, n8n's own nodes, and more if any are given. */
export const nodeTypesWith = (more: MoreNodeTypes): INodeTypes => ({
	getByName: (type) => more[type] ?? find(type),
	getByNameAndVersion: (type, version) =>
		more[type] ?? NodeHelpers.getVersionedNodeType(find(type), version),
	getKnownTypes: (): IDataObject => ({}),
});

export const nodeTypes = nodeTypesWith({});

function find(type: string): INodeType | IVersionedNodeType {
	// n8n makes a tool for agents of each node that says it can be one.
	const ownNode = own.get(type.replace(/Tool$/, ''));
	if (ownNode) return ownNode;
	const base = known[type.replace(/^n8n-nodes-base\./, '')];
	if (!base) throw new Error(`No node of type ${type}`);
	return instanceOf<INodeType>(`n8n-nodes-base/${base.sourcePath}`, base.className);
}
