import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulator } from '../../simulator/server';
import type { Conversation } from '../../simulator/state';
import { credentialFor, runConversations } from './workflow';

export type Settings = Parameters<typeof runConversations>[2];

/** Sends messages as a chat trigger gives them, with no parameter set unless it is given. */
export const sendAll = async (
	simulator: Simulator,
	messages: Array<{ sessionId: string; chatInput: string }>,
	parameters: INodeParameters = {},
	settings: Settings = {},
) =>
	await runConversations(
		credentialFor(simulator),
		{ operation: 'send', ...parameters },
		{ items: messages as unknown as IDataObject[], ...settings },
	);

export const sendOne = async (
	simulator: Simulator,
	chatInput: string,
	parameters: INodeParameters = {},
	settings: Settings = {},
) => {
	const sent = await sendAll(simulator, [{ sessionId: 's1', chatInput }], parameters, settings);
	const [item = {}] = sent.outputs[0] ?? [];
	return { ...sent, item };
};

/** The conversations of a session. */
export const conversationsOf = ({ state }: Simulator, sessionKey = 's1'): Conversation[] =>
	[...state.conversations.values()].filter(({ metadata }) => metadata?.sessionKey === sessionKey);

/** What the user has said in a conversation, in order. */
export const saidIn = (conversation: Conversation | undefined): unknown[] =>
	(conversation?.entries ?? []).flatMap((entry) =>
		entry.type === 'message.input' && entry.role === 'user' ? [entry.content] : [],
	);

/** `POST /v1/conversations 200` and the like, ids replaced. */
export const calls = ({ requests }: Simulator): string[] =>
	requests.map(({ method, path, status }) => {
		const place = path.replace(/conv_\w+/, 'ID').replace('/v1/', '');
		return `${method} ${place} ${status}`;
	});
