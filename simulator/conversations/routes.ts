import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { parse } from '../errors';
import { integer, matchesMetadata, metadataParameter } from '../query';
import type { Conversation, State } from '../state';
import type { EventStreams } from '../streams/eventStreams';
import { AnswerInProgress } from './answerInProgress';
import { append, find, restart, start, type ConversationResponse, type Outcome } from './exchange';
import { readEntries } from './history';

type WithId = { Params: { id: string } };

const listQuery = z.object({
	page: integer({ min: 0, default: 0 }),
	page_size: integer({ min: 1, default: 100 }),
	metadata: metadataParameter,
});

/** Routes of the `agents_api_v1_conversations_…` calls; `stream` makes the streamed ones of three. */
export function conversationRoutes(
	app: FastifyInstance,
	state: State,
	streams: EventStreams,
): void {
	const respond = async (
		request: FastifyRequest,
		reply: FastifyReply,
		outcome: Outcome,
	): Promise<ConversationResponse | undefined> => {
		state.busy.release(request);
		const answer = new AnswerInProgress(state, outcome);
		if (!outcome.stream) {
			await streams.finish(answer);
			return answer.response;
		}
		await streams.send(request, reply, answer);
		return undefined;
	};

	app.post('/v1/conversations', (request, reply) =>
		respond(request, reply, start(state, request.body)),
	);

	app.get('/v1/conversations', (request) => {
		const { page, page_size, metadata } = parse(listQuery, request.query, 'query');
		const { metadataFilter, largestPage, addedBetweenPages } = state.settings;
		const size = Math.min(page_size, largestPage);
		const found = listed(state).filter((one) =>
			matchesMetadata(one.metadata, metadata, metadataFilter),
		);
		if (addedBetweenPages && page === 0 && found.length > size) {
			state.add(state.newConversation({ name: 'Added between pages' }));
		}
		return found.slice(page * size, (page + 1) * size).map(entity);
	});

	app.get<WithId>('/v1/conversations/:id', ({ params }) => entity(find(state, params.id)));

	app.delete<WithId>('/v1/conversations/:id', ({ params }, reply) => {
		state.conversations.delete(find(state, params.id).id);
		return reply.code(204).send();
	});

	app.get<WithId>('/v1/conversations/:id/history', ({ params }) => ({
		object: 'conversation.history',
		conversation_id: params.id,
		entries: readEntries(find(state, params.id), state.settings),
	}));

	app.get<WithId>('/v1/conversations/:id/messages', ({ params }) => ({
		object: 'conversation.messages',
		conversation_id: params.id,
		messages: readEntries(find(state, params.id), state.settings).filter(
			({ type }) => type === 'message.input' || type === 'message.output',
		),
	}));

	void app.register((continuing, _options, done) => {
		answerOneAtATime(continuing, state);
		continuing.post<WithId>('/v1/conversations/:id', (request, reply) => {
			const outcome = append(state, request.params.id, request.body);
			return respond(request, reply, outcome);
		});
		continuing.post<WithId>('/v1/conversations/:id/restart', (request, reply) => {
			const outcome = restart(state, request.params.id, request.body);
			return respond(request, reply, outcome);
		});
		done();
	});
}

/** In the list's order; who reads it gets nearer to what is new. */
function listed({ conversations, settings }: State): Conversation[] {
	const all = [...conversations.values()].filter((one) => one.listed?.read() ?? true);
	return settings.listOrder === 'newest-first' ? all.reverse() : all;
}

/**
 * A request keeps the conversation busy until it is carried out, which takes time with a fault's
 * latency; from then on a streamed answer keeps it busy by itself.
 */
function answerOneAtATime(app: FastifyInstance, { busy }: State): void {
	app.addHook('preValidation', (request, reply, done) => {
		busy.take((request.params as WithId['Params']).id, request);
		// For a stream that is a fault's own, and for a connection that is cut.
		reply.raw.once('close', () => busy.release(request));
		done();
	});
	app.addHook('onSend', (request, _reply, _payload, done) => {
		busy.release(request);
		done();
	});
}

/** The conversation itself (schemas `ModelConversation` and `AgentConversation`). */
function entity(conversation: Conversation): object {
	const { id, created_at, updated_at, name, description, metadata, beginnings } = conversation;
	const shared = {
		object: 'conversation',
		id,
		created_at,
		updated_at,
		name,
		description,
		metadata,
	};
	if (beginnings.agent_id) {
		const { agent_id, agent_version } = beginnings;
		return { ...shared, agent_id, agent_version };
	}
	return {
		...shared,
		model: beginnings.model,
		instructions: beginnings.instructions ?? null,
		tools: beginnings.tools ?? [],
		completion_args: { tool_choice: 'auto', ...beginnings.completion_args },
		guardrails: beginnings.guardrails ?? null,
	};
}
