import type { INodeTypeDescription } from 'n8n-workflow';

import type { WorkflowFile } from '../../examples';

/** A workflow as n8n stores it. */
export type StoredWorkflow = WorkflowFile & { id: string; versionId: string; active: boolean };

/** A credential of n8n, without its data. */
export interface Credential {
	id: string;
	name: string;
	type: string;
}

/** For each type of credential that the node type takes and that exists here: the newest one. */
export function credentialsFor(
	description: INodeTypeDescription,
	credentials: Credential[],
): Record<string, { id: string; name: string }> {
	const chosen = (description.credentials ?? []).flatMap(({ name: type }) => {
		const credential = credentials.findLast((candidate) => candidate.type === type);
		return credential ? [[type, { id: credential.id, name: credential.name }] as const] : [];
	});
	return Object.fromEntries(chosen);
}

/**
 * The name of the node that a manual run starts from: a Manual Trigger if there is one, else any trigger.
 *
 * @param descriptions of the workflow's nodes, in their order
 */
export function startingNode(
	{ name, nodes }: WorkflowFile,
	descriptions: INodeTypeDescription[],
): string {
	const triggers = nodes.filter((_, i) => descriptions[i]?.group.includes('trigger'));
	const manual = triggers.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	const start = manual ?? triggers[0];
	if (!start) throw new Error(`The workflow "${name}" has no trigger to start from`);
	return start.name;
}
