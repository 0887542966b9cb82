import { type INode, NodeOperationError } from 'n8n-workflow';

import { historyOf } from '../shared/conversation/history';
import type { Api } from '../shared/transport/api';
import { aModelCard, anAgent, dataOf, type Entry } from '../shared/transport/entities';
import type { Plan } from './plan';

/** n8n gives an activation two minutes, with all that other triggers do in it; in ms. */
const limits = { maxRetries: 1, timeout: 30_000 };

/**
 * Looks whether the key is good and the agent, model or conversation there, so that the user learns it
 * at activation and not from an execution that never comes.
 *
 * @returns the last entry of the conversation that the answer goes on with, if it does
 * @throws {NodeApiError | NodeOperationError} what the user has to change
 */
export async function checkTarget(
	node: INode,
	unlimited: Api,
	{ parameters }: Plan,
): Promise<string | undefined> {
	const { agentId, model, conversationId, fromEntryId, options = {} } = parameters;
	const api = unlimited.within(limits);
	if (conversationId !== undefined) {
		const entries = await historyOf(api, conversationId);
		if (fromEntryId !== undefined) checkEntry(node, entries, fromEntryId);
		return entries.at(-1)?.id;
	}
	if (agentId !== undefined) {
		const query = { agent_version: options.agentVersion };
		await api.send({ method: 'GET', path: ['v1', 'agents', agentId], query }, anAgent);
		return undefined;
	}
	const { data } = (await api.send({ method: 'GET', path: ['v1', 'models'] }, dataOf(aModelCard)))
		.json;
	if (data.some(({ id, aliases }) => [id, ...(aliases ?? [])].includes(model ?? ''))) {
		return undefined;
	}
	throw new NodeOperationError(node, `There is no model "${model}" for your API key`, {
		description: 'Choose a model from the list.',
	});
}

function checkEntry(node: INode, entries: Entry[], id: string): void {
	if (entries.some((entry) => entry.id === id)) return;
	throw new NodeOperationError(node, `The conversation has no entry "${id}"`, {
		description: 'Choose an entry of this conversation from the list.',
	});
}
