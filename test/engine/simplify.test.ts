import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { newLibrary } from '../simulator/uploads';
import { useSimulator } from '../simulator/useSimulator';
import { credentialFor, runNode } from './workflow';

const session = useSimulator();
const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });

const documentFields =
	'id name process_status mime_type size number_of_pages summary attributes created_at last_processed_at expires_at url library_id';
const agentFields =
	'id name description model version version_message instructions tools handoffs metadata created_at updated_at';
const libraryFields =
	'id name description nb_documents total_size owner_type created_at updated_at';
const conversationFields =
	'id name description agent_id agent_version model metadata created_at updated_at';

/** Operations by their names, with the fields that their output may have and what the node adds to them. */
const simplified: Array<[type: string, name: string, fields: string, added?: string[]]> = [
	['mistralLibraries', 'document.get', documentFields],
	['mistralLibraries', 'document.getAll', documentFields],
	['mistralLibraries', 'document.update', documentFields],
	['mistralLibraries', 'document.upload', documentFields, ['created']],
	['mistralLibraries', 'library.create', libraryFields],
	['mistralLibraries', 'library.get', libraryFields],
	['mistralLibraries', 'library.getAll', libraryFields],
	['mistralLibraries', 'library.update', libraryFields],
	['mistralAgents', 'agent.create', agentFields],
	['mistralAgents', 'agent.get', agentFields],
	['mistralAgents', 'agent.getAll', agentFields],
	['mistralAgents', 'agent.update', agentFields],
	['mistralAgents', 'agent.upsert', agentFields, ['action', 'changed']],
	['mistralAgents', 'version.get', agentFields],
	['mistralAgents', 'version.getAll', agentFields],
	['mistralConversations', 'conversation.get', conversationFields],
	['mistralConversations', 'conversation.getAll', conversationFields],
];

/** One of everything, as the parameters that lead to it. */
async function parameters(): Promise<INodeParameters> {
	const { state } = session.simulator;
	const { id: libraryId } = newLibrary(session);
	const { id: documentId } = state.libraries.addDocument(libraryId, { name: 'a.md', text: 'A' });
	const { id: agentId } = state.agents.add({ name: 'Clerk', model: 'mistral-medium-latest' });
	const { conversation_id: conversationId } = await session.start('Hello');
	const ids = { libraryId, documentId, agentId, conversationId, version: 0 };
	return {
		...Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, byId(id)])),
		name: 'Clerk',
		...{ inputType: 'text', text: 'Hello', fileName: 'b.txt' },
		updateFields: { description: 'New', name: 'Other' },
	};
}

describe.each(simplified)('%s, %s', (type, name, fields, added = []) => {
	const [resource = '', operation = ''] = name.split('.');
	const itemsOf = async (simplify: boolean, given: INodeParameters): Promise<IDataObject[]> => {
		const updateFields =
			name === 'document.update' ? { name: 'b.md' } : (given.updateFields as IDataObject);
		const { outputs, error } = await runNode(type, credentialFor(session.simulator), {
			resource,
			operation,
			simplify,
			...given,
			updateFields,
		} as INodeParameters);
		if (error) throw new Error(`${error.message} | ${error.description}`);
		return outputs[0] ?? [];
	};

	it('gives the fields that people use, those with a value, in order, behind what the node adds', async () => {
		const items = await itemsOf(true, await parameters());
		expect(items.length).toBeGreaterThan(0);
		for (const item of items) {
			const known = [...added, ...fields.split(' ')];
			expect(Object.keys(item)).toEqual(known.filter((field) => field in item));
			expect(Object.values(item)).not.toContain(null);
			expect(item.id).toBeDefined();
		}
	});

	it('gives all fields of the API when not simplified', async () => {
		const [item = {}] = await itemsOf(false, await parameters());
		expect(Object.keys(item).slice(0, added.length)).toEqual(added);
		const others = Object.keys(item).filter((field) => !fields.split(' ').includes(field));
		expect(others.length).toBeGreaterThan(added.length);
	});
});
