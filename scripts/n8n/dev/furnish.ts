import { exampleFiles, readExample } from '../../examples';
import type { Mistral } from '../../mistral';
import type { N8nApi } from '../api/n8nApi';
import { developer, type Owner } from '../api/owner';
import { N8nError } from '../api/session';

const type = 'mistralAgentsApi';
const name = 'Mistral';
const chatExample = 'streaming-chat.json';

/** What n8n was furnished with. */
export interface Furniture {
	owner: Owner;
	/** The names of the example workflows. */
	examples: string[];
	/** The path of the chat that anybody can open in a browser. */
	chat: string;
}

/**
 * Gives n8n an owner, the credential and the example workflows, of which the chat is published. In a user
 * folder that was used before, it logs in, points the credential at today's API and leaves the workflows
 * that are there alone.
 */
export async function furnish(api: N8nApi, { apiKey, baseUrl }: Mistral): Promise<Furniture> {
	try {
		await api.setUpOwner(developer);
	} catch (error) {
		if (!(error instanceof N8nError)) throw error;
		await api.logIn(developer);
	}

	const credentials = await api.credentials();
	const credential = credentials.find((found) => found.type === type && found.name === name);
	if (credential) await api.updateCredential(credential, { apiKey, baseUrl });
	else await api.createCredential(type, name, { apiKey, baseUrl });

	const present = new Set((await api.workflows()).map((workflow) => workflow.name));
	const examples = exampleFiles().map((file) => ({ file, workflow: readExample(file) }));
	for (const { file, workflow } of examples) {
		if (present.has(workflow.name)) continue;
		const id = await api.importWorkflow(workflow);
		if (file === chatExample) await api.activate(id);
	}
	return {
		owner: developer,
		examples: examples.map(({ workflow }) => workflow.name),
		chat: chatPath(),
	};
}

/** n8n serves a chat under the id that its trigger has in the example. */
function chatPath(): string {
	const trigger = readExample(chatExample).nodes.find(({ webhookId }) => webhookId);
	return `/webhook/${trigger?.webhookId}/chat`;
}
