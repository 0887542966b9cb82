import type { INode } from 'n8n-workflow';

import type { N8n } from '../scripts/n8n/startN8n';
import { importChain, node } from './workflows';

/** A webhook, whose body is `$json.body` for the node after it. */
export const webhook = (path: string, responseMode: string): INode =>
	node(
		'Webhook',
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path, responseMode },
		{ typeVersion: 2.1, webhookId: path },
	);

/** Activates a workflow Webhook → nodes in a row, and gives its id. */
export async function activateWebhook(
	{ n8n }: { n8n: N8n },
	path: string,
	responseMode: string,
	...nodes: INode[]
): Promise<string> {
	const id = await importChain({ n8n }, path, webhook(path, responseMode), ...nodes);
	await n8n.api.activate(id);
	return id;
}

/** Calls a webhook, and gives what it answers: the last node's first item, as a rule. */
export async function call(
	{ n8n }: { n8n: N8n },
	path: string,
	body: object,
): Promise<{ status: number; item: Record<string, unknown> }> {
	const response = await fetch(`${n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, item: (text ? JSON.parse(text) : {}) as never };
}
