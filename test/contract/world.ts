import type { Simulator } from '../../simulator/server';
import { fileId } from './parameterSets/conversation';
import { documentId, libraryId, user } from './parameterSets/libraries';

/** The longest page that is asked for. */
const pageSize = 100;

/**
 * Puts into a simulator what the parameter sets are about, and so many of each kind that lists have a second
 * page. Gives a set with the ids that are there in place of those that are written in it.
 */
export function furnish({ state }: Simulator): <T>(set: T) => T {
	const agents = ['Clerk', 'Helper', 'Guide'].map((name) =>
		state.agents.add({ name, model: 'mistral-medium-latest' }),
	);
	const [agentId = ''] = agents.map(({ id }) => id);
	const libraries = ['Manuals', 'Books', 'Letters'].map((name) => state.libraries.add({ name }));
	const [library = '', first = '', second = ''] = libraries.map(({ id }) => id);
	const document = state.libraries.addDocument(library, { name: 'a.txt', text: 'Hello' });

	state.libraries
		.accesses(library)
		.set({ share_with_type: 'User', share_with_uuid: user.shareWithUuid }, 'Viewer');

	for (const number of Array(pageSize).keys()) {
		const name = `Manual ${number}`;
		state.agents.add({ name, model: 'mistral-small-latest' });
		state.agents.update(agentId, { instructions: name });
		state.libraries.add({ name });
		state.libraries.addDocument(library, { name, text: name });
		state.add(state.newConversation({ metadata: { ticket: '4711' } }));
	}

	state.agents.setAlias(agentId, 'production', 1);

	const message = { type: 'message.input', role: 'user', content: 'Hello', prefix: false } as const;
	const question = { ...state.stamp(message), id: 'msg_1' };
	// Its result is still missing.
	const openCall = state.stamp({
		type: 'function.call',
		tool_call_id: '6TI17yZkV',
		name: 'get_rate',
		arguments: '{}',
	});
	const pendingCall = state.stamp({
		type: 'function.call',
		tool_call_id: '7UJ28zAlW',
		name: 'gmail_search',
		arguments: '{}',
		confirmation_status: 'pending',
	});
	const beginnings = { agent_id: agentId, agent_version: 0 };
	const talks = {
		conv_1: [question],
		conv_2: [openCall, question],
		conv_3: [question, pendingCall],
		conv_4: [openCall],
		conv_5: [openCall, pendingCall],
	};
	for (const [id, entries] of Object.entries(talks)) {
		const metadata = id === 'conv_4' ? { sessionKey: 'waiting' } : null;
		state.add(state.newConversation({ id, beginnings, entries, metadata, appended: true }));
	}

	const ids: Record<string, string> = {
		...Object.fromEntries(agents.map(({ id }, index) => [`ag_${index + 1}`, id])),
		lib_1: first,
		lib_2: second,
		[libraryId.value]: library,
		[documentId.value]: document.id,
		[fileId]: state.files.addGenerated().id,
	};
	return (set) => {
		const text = JSON.stringify(set).replaceAll(
			new RegExp(Object.keys(ids).join('|'), 'g'),
			(id) => ids[id] ?? id,
		);
		return JSON.parse(text) as typeof set;
	};
}
