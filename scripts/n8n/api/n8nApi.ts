import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeListSearchResult,
	INodeParameters,
	INodeTypeDescription,
} from 'n8n-workflow';

import type { WorkflowFile } from '../../examples';
import { poll } from '../process/poll';
import { activate, deactivate } from './activation';
import {
	hasEnded,
	unpackedExecution,
	type Execution,
	type ExecutionSummary,
	type StoredExecution,
} from './execution';
import { developer, type Owner } from './owner';
import { Session } from './session';
import { credentialsFor, startingNode, type Credential, type StoredWorkflow } from './workflow';

/** What a credential's test says; the message is what the user reads. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** What the editor asks for when a picker is opened, typed into or scrolled. */
export interface ListSearch {
	/** With the package's name: `n8n-nodes-mistral-agents.mistralConversations`. */
	nodeType: string;
	/** 1 by default. */
	typeVersion?: number;
	/** The name of the `listSearch` method. */
	method: string;
	/** The parameter that the picker belongs to. */
	parameter: string;
	/** The node's parameters so far. */
	currentNodeParameters?: INodeParameters;
	filter?: string;
	/** From the page before. */
	paginationToken?: string;
}

interface ExecutionPage {
	results: ExecutionSummary[];
	/** Null on the last page; n8n before 2.41 has no cursors, and gives the newest hundred. */
	nextCursor?: string | null;
}

/**
 * The part of n8n's internal API that its editor uses for one's everyday work.
 * All calls throw `N8nError` with n8n's own message, and need `setUpOwner` or `logIn` first.
 */
export class N8nApi {
	private readonly session: Session;

	/** @param url n8n's address, without a slash at the end */
	constructor(url: string) {
		this.session = new Session(url);
	}

	/** Creates the owner of a new n8n and logs in. Throws when there is one already. */
	async setUpOwner(owner: Owner = developer): Promise<Owner> {
		const account = { ...owner, firstName: 'Mistral', lastName: 'Developer' };
		await this.session.rest('POST', '/owner/setup', account);
		return owner;
	}

	async logIn({ email, password }: Owner = developer): Promise<void> {
		await this.session.rest('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** The types of all nodes, from /types/nodes.json; a type with several versions can be there several times. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		return await this.session.request('GET', '/types/nodes.json');
	}

	/** All credentials, oldest first. */
	async credentials(): Promise<Credential[]> {
		const credentials = await this.session.rest<Array<Credential & { createdAt: string }>>(
			'GET',
			'/credentials',
		);
		return credentials.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
	}

	async createCredential(
		type: string,
		name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<Credential> {
		return await this.session.rest('POST', '/credentials', { type, name, data });
	}

	/** Replaces the data of a credential. */
	async updateCredential(
		{ id, name, type }: Credential,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.session.rest('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** Tests a credential as the editor does on saving, with other data if any is given. */
	async testCredential(
		{ id, name, type }: Credential,
		changes: ICredentialDataDecryptedObject = {},
	): Promise<CredentialTest> {
		// n8n puts placeholders for the secrets, which stand for the stored ones.
		const stored = await this.session.rest<{ data: ICredentialDataDecryptedObject }>(
			'GET',
			`/credentials/${id}?includeData=true`,
		);
		const data = { ...stored.data, ...changes };
		return await this.session.rest('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** All workflows, without their nodes. */
	async workflows(): Promise<Array<{ id: string; name: string }>> {
		return await this.session.rest('GET', '/workflows');
	}

	/** Stores an exported workflow, with the newest fitting credential in each node. Resolves to its id. */
	async importWorkflow(workflow: WorkflowFile): Promise<string> {
		const descriptions = await this.describe(workflow.nodes);
		const credentials = await this.credentials();
		const nodes = workflow.nodes.map((node, i) => {
			const description = descriptions[i];
			const filledIn = description ? credentialsFor(description, credentials) : {};
			return { ...node, credentials: { ...node.credentials, ...filledIn } };
		});
		const { name, connections, settings = {}, pinData } = workflow;
		const { id } = await this.session.rest<StoredWorkflow>('POST', '/workflows', {
			// n8n 1 has to be told that it is not active.
			...{ name, nodes, connections, settings, pinData, active: false },
		});
		return id;
	}

	/** Changes the nodes of a workflow that no editor has open; credentials stay where the node does. */
	async changeNodes(id: string, change: (node: INode) => INode): Promise<void> {
		const { nodes, connections, versionId } = await this.workflow(id);
		const changed = { nodes: nodes.map(change), connections, versionId };
		await this.session.rest('PATCH', `/workflows/${id}`, changed);
	}

	/** Activates a workflow and waits until its triggers run. Throws with what a trigger failed with. */
	async activate(id: string): Promise<void> {
		await activate(this.session, await this.workflow(id));
	}

	/** Deactivates a workflow and waits until its triggers have ended. */
	async deactivate(id: string): Promise<void> {
		await deactivate(this.session, id);
	}

	/**
	 * Runs a workflow as the editor's button does. Resolves to the execution's id, before that has ended.
	 *
	 * @param trigger the node to start from; a Manual Trigger, or else any trigger, by default
	 */
	async run(id: string, trigger?: string): Promise<string> {
		const workflow = await this.workflow(id);
		const name = trigger ?? startingNode(workflow, await this.describe(workflow.nodes));
		const { executionId } = await this.session.rest<{ executionId?: string }>(
			'POST',
			`/workflows/${id}/run`,
			// n8n before 2.41 runs the workflow that it is sent.
			{ triggerToStartFrom: { name }, workflowData: workflow },
		);
		if (executionId === undefined) {
			throw new Error(`n8n now waits for one call of the test address of "${name}"`);
		}
		return executionId;
	}

	/** Cancels an execution, as the editor's stop button does. */
	async stopExecution(id: string): Promise<void> {
		await this.session.rest('POST', `/executions/${id}/stop`, {});
	}

	/** The executions of a workflow, newest first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const found: ExecutionSummary[] = [];
		let cursor: string | null | undefined = '';
		while (typeof cursor === 'string') {
			const page: ExecutionPage = await this.session.rest(
				'GET',
				`/executions?filter=${filter}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
			);
			found.push(...page.results);
			cursor = page.nextCursor;
		}
		return found;
	}

	async execution(id: string): Promise<Execution> {
		const ask = async () => {
			const stored = await this.session.rest<StoredExecution>('GET', `/executions/${id}`);
			return unpackedExecution(stored);
		};
		// n8n 1 stores an execution's state a moment before its data.
		return await poll(ask, { failure: `Execution ${id} had no data`, timeout: 10_000 });
	}

	/**
	 * Waits until an execution has ended, well or not.
	 *
	 * @param timeout in ms
	 */
	async waitForExecution(id: string, timeout = 60_000): Promise<Execution> {
		const ask = async () => {
			const execution = await this.execution(id);
			return hasEnded(execution) ? execution : undefined;
		};
		return await poll(ask, { failure: `Execution ${id} had not ended`, timeout });
	}

	/** Asks for one page of a picker's list, with the newest fitting credential. */
	async listSearch(search: ListSearch): Promise<INodeListSearchResult> {
		const { nodeType, typeVersion = 1, method, parameter } = search;
		const { currentNodeParameters = {}, filter, paginationToken } = search;
		const [description] = await this.describe([{ type: nodeType, typeVersion }]);
		const credentials = await this.credentials();
		return await this.session.rest('POST', '/dynamic-node-parameters/resource-locator-results', {
			nodeTypeAndVersion: { name: nodeType, version: typeVersion },
			methodName: method,
			path: `parameters.${parameter}`,
			credentials: description ? credentialsFor(description, credentials) : {},
			...{ currentNodeParameters, filter, paginationToken },
		});
	}

	/** The descriptions of the nodes' types, in the order of the nodes. Throws for a type that n8n has not. */
	async describe(
		nodes: Array<Pick<INode, 'type' | 'typeVersion'>>,
	): Promise<INodeTypeDescription[]> {
		// The tools that n8n makes of nodes are in its list only.
		if (nodes.some(({ type }) => type.endsWith('Tool'))) {
			const types = await this.nodeTypes();
			return nodes.map((node) => descriptionIn(types, node));
		}
		const nodeInfos = nodes.map(({ type, typeVersion }) => ({ name: type, version: typeVersion }));
		return await this.session.rest('POST', '/node-types', { nodeInfos });
	}

	private async workflow(id: string): Promise<StoredWorkflow> {
		return await this.session.rest('GET', `/workflows/${id}`);
	}
}

function descriptionIn(
	types: INodeTypeDescription[],
	{ type, typeVersion }: Pick<INode, 'type' | 'typeVersion'>,
): INodeTypeDescription {
	const found = types.find(
		({ name, version }) => name === type && [version].flat().includes(typeVersion),
	);
	if (!found) throw new Error(`n8n has no node of type ${type} in version ${typeVersion}`);
	return found;
}
