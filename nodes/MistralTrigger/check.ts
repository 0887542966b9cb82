import { type IDataObject, type ITriggerFunctions, NodeOperationError } from 'n8n-workflow';

import { historyRequest } from '../shared/conversation/history';
import type { ApiRequest } from '../shared/transport/apiRequest';
import type { ClosableTrigger } from '../shared/transport/context';
import { apiRequest } from '../shared/transport/request';
import type { Plan } from './plan';

/** n8n gives an activation two minutes, with all that other triggers do in it; in ms. */
const patience = { itemIndex: 0, maxRetries: 1, timeout: 30_000 };

/**
 * Looks whether the key is good and the agent, model or conversation there, so that the user learns it
 * at activation and not from an execution that never comes.
 *
 * @returns the last entry of the conversation that the answer goes on with, if it does
 * @throws {NodeApiError | NodeOperationError} what the user has to change
 */
export async function checkTarget(
	context: ClosableTrigger,
	{ parameters }: Plan,
): Promise<string | undefined> {
	const { agentId, model, conversationId, fromEntryId, options = {} } = parameters;
	const send = async (request: ApiRequest) => await apiRequest(context, request, patience);
	if (conversationId !== undefined) {
		const { entries } = (await send(historyRequest(conversationId))) as { entries: IDataObject[] };
		if (fromEntryId !== undefined) checkEntry(context, entries, fromEntryId);
		return entries.at(-1)?.id as string | undefined;
	}
	if (agentId !== undefined) {
		const query = { agent_version: options.agentVersion };
		await send({ method: 'GET', path: ['v1', 'agents', agentId], query });
		return undefined;
	}
	const { data } = (await send({ method: 'GET', path: ['v1', 'models'] })) as {
		data: Array<{ id: string; aliases?: string[] }>;
	};
	if (data.some(({ id, aliases }) => [id, ...(aliases ?? [])].includes(model ?? ''))) {
		return undefined;
	}
	throw new NodeOperationError(context.getNode(), `There is no model "${model}" for your API key`, {
		description: 'Choose a model from the list.',
	});
}

function checkEntry(context: ITriggerFunctions, entries: IDataObject[], id: string): void {
	if (entries.some((entry) => entry.id === id)) return;
	throw new NodeOperationError(context.getNode(), `The conversation has no entry "${id}"`, {
		description: 'Choose an entry of this conversation from the list.',
	});
}
