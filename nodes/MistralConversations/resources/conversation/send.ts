import type { INodeProperties } from 'n8n-workflow';

import { sendAdvice } from '../../../shared/conversation/answerAdvice';
import {
	answerProperties,
	givesAnswer,
	idleTimeout,
	streamSteps,
} from '../../../shared/conversation/answerForm';
import { answeringSession } from '../../../shared/conversation/answering';
import {
	attachmentFields,
	type AttachmentOptions,
} from '../../../shared/conversation/attachmentForm';
import { withAttachments } from '../../../shared/conversation/attachments';
import { ask, type Asking, type Question } from '../../../shared/conversation/ask';
import { downloadFiles } from '../../../shared/conversation/generatedFiles';
import { goingOn } from '../../../shared/conversation/goingOn';
import { onOpenCalls, type OnOpenCalls } from '../../../shared/conversation/openCalls';
import {
	type Appended,
	appendRequest,
	type StartParameters,
	startProperties,
	startRequest,
	startSettings,
} from '../../../shared/conversation/requests';
import { roundFields } from '../../../shared/conversation/roundsForm';
import {
	conversationOf,
	KnownSessions,
	type Session,
	sessionMetadata,
	sessionSearch,
} from '../../../shared/conversation/sessions';
import { optionsOf } from '../../../shared/descriptions/options';
import type { Item, Output, SeveralCalls } from '../../../shared/operation/operation';
import type { Api } from '../../../shared/transport/api';
import type { ApiRequest } from '../../../shared/transport/apiRequest';
import { aConversation, type Answer, type Conversation } from '../../../shared/transport/entities';
import { isNotFound } from '../../../shared/transport/errors';
import { entitiesOf, numberedPages } from '../../../shared/transport/paging';

interface SendParameters extends StartParameters {
	sessionKey: string;
	options?: StartParameters['options'] & AttachmentOptions & { onOpenCalls?: OnOpenCalls };
}

const sessionKey: INodeProperties = {
	displayName: 'Session Key',
	name: 'sessionKey',
	type: 'string',
	required: true,
	default: '={{ $json.sessionId }}',
	placeholder: 'e.g. customer-4711',
	description:
		'Names the chat: messages with the same key go to the same conversation, which Mistral remembers. A chat trigger gives one.',
};

/** A chat trigger gives the text under this name; that of a tool has a default already. */
const withChatInput = (property: INodeProperties): INodeProperties =>
	property.name === 'text' && property.default === ''
		? { ...property, default: '={{ $json.chatInput }}' }
		: property;

/** The metadata holds the key alone, and what is not stored cannot be found again. */
const settings = startSettings.filter(({ name }) => !['metadata', 'store'].includes(name));

export const send: SeveralCalls<SendParameters> = {
	name: 'Send',
	value: 'send',
	action: 'Send a message in a chat',
	description: 'Say something in the conversation of a chat session; the first message starts it',
	gives: givesAnswer,
	properties: [
		sessionKey,
		...startProperties.map(withChatInput),
		...answerProperties,
		optionsOf(
			...settings,
			onOpenCalls('cancel'),
			...attachmentFields,
			downloadFiles,
			idleTimeout,
			streamSteps,
			...roundFields,
		),
	],
	advice: sendAdvice,
	order: ({ sessionKey: key }) => key,
	request: (parameters) =>
		startRequest({
			...parameters,
			options: { ...parameters.options, metadata: sessionMetadata(parameters) },
		}),
	execute: async (item, start) =>
		await withAttachments(item, start, async (whole) => await sending(item, whole)),
};

/** @param request that that starts the session's conversation, if there is none yet */
async function sending(item: Item<SendParameters>, request: ApiRequest): Promise<Output> {
	const { api, context, parameters } = item;
	const known = new KnownSessions(context);
	const gone = new Set<string>();
	let hasStarted = false;

	const begin = async (start: ApiRequest, asking: Asking): Promise<Answer> => {
		hasStarted = true;
		const answer = await ask(api, start, {
			...asking,
			// It has begun, even if its answer does not become whole.
			take: async (events, begun) => {
				if (begun.conversationId) known.set(parameters, begun.conversationId);
				await asking.take?.(events, begun);
			},
		});
		known.set(parameters, answer.conversation_id);
		return answer;
	};

	const sendWith =
		(start: ApiRequest): Question =>
		async (asking) => {
			for (;;) {
				const id = await findConversation(api, parameters, known, gone);
				if (id === undefined) return await begin(start, asking);
				known.set(parameters, id);
				const goOn = goingOn(api, {
					conversationId: id,
					request: continuing(id, start, parameters),
					onOpenCalls: parameters.options?.onOpenCalls ?? 'cancel',
				});
				const [went] = await Promise.allSettled([goOn(asking)]);
				if (went.status === 'fulfilled') return went.value;
				const error = went.reason as Error;
				if (!isNotFound(error) || !(await isDeleted(api, id))) throw error;
				gone.add(id);
			}
		};

	const output = await answeringSession(item, request, { sendWith, hasStarted: () => hasStarted });
	const session = hasStarted ? 'started' : 'continued';
	return { ...output, json: { session, ...output.json } };
}

/** The id of the session's conversation: the one that this execution knows, or the oldest of the list. */
async function findConversation(
	api: Api,
	session: SendParameters,
	known: KnownSessions,
	gone: Set<string>,
): Promise<string | undefined> {
	const id = known.get(session);
	if (id !== undefined && !gone.has(id)) return id;
	return conversationOf(session, await conversationsLike(session, api), gone)?.id;
}

/**
 * What the list has for a session. Only an empty page tells that the list has ended, and as a rule the
 * second one is empty, so it is asked for together with the first: somebody waits for the first word.
 */
async function conversationsLike(session: Session, api: Api): Promise<Conversation[]> {
	const pagesFrom = (next: string) =>
		api.pages(sessionSearch(session), numberedPages, aConversation, { next });
	const pageAt = async (next: string) => {
		for await (const { entities } of pagesFrom(next)) return entities;
		return [];
	};
	const [first, second] = await Promise.all([pageAt('0'), pageAt('1')]);
	const others = second.length === 0 ? [] : await entitiesOf(pagesFrom('2'));
	return [...first, ...second, ...others];
}

/** The append that says the same; a conversation keeps all other settings that it was started with. */
function continuing(id: string, { body }: ApiRequest, parameters: SendParameters): ApiRequest {
	const { stream, completionArgs, options: { handoffExecution } = {} } = parameters;
	const inputs = body?.inputs as Appended['inputs'];
	return appendRequest(id, { inputs }, { stream, completionArgs, options: { handoffExecution } });
}

/** A 404 may also be about something that the message or the conversation names. */
async function isDeleted(api: Api, id: string): Promise<boolean> {
	const request: ApiRequest = { method: 'GET', path: ['v1', 'conversations', id] };
	const [found] = await Promise.allSettled([api.send(request, aConversation)]);
	return found.status === 'rejected' && isNotFound(found.reason);
}
