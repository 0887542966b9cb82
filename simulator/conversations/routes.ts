import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { parse } from '../errors';
import { integer, matchesMetadata, metadataParameter } from '../query';
import type { Conversation, State } from '../state';
import type { EventStreams } from '../streams/eventStreams';
import { AnswerInProgress } from './answerInProgress';
import {
	append,
	find,
	keep,
	restart,
	start,
	type ConversationResponse,
	type Outcome,
} from './exchange';

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
		if (!outcome.stream) {
			keep(state, outcome);
			return outcome.response;
		}
		state.busy.release(request);
		await streams.send(request, reply, new AnswerInProgress(state, outcome));
		return undefined;
	};

	app.post('/v1/conversations', (request, reply) =>
		respond(request, reply, start(state, request.body)),
	);

	app.get('/v1/conversations', (request) => {
		const { page, page_size, metadata } = parse(listQuery, request.query, 'query');
		return [...state.conversations.values()]
			.reverse()
			.filter((one) => matchesMetadata(one.metadata, metadata, state.metadataFilter))
			.slice(page * page_size, (page + 1) * page_size)
			.map(entity);
	});

	app.get<WithId>('/v1/conversations/:id', ({ params }) => entity(find(state, params.id)));

	app.delete<WithId>('/v1/conversations/:id', ({ params }, reply) => {
		state.conversations.delete(find(state, params.id).id);
		return reply.code(204).send();
	});

	app.get<WithId>('/v1/conversations/:id/history', ({ params }) => ({
		object: 'conversation.history',
		conversation_id: params.id,
		entries: find(state, params.id).entries,
	}));

	app.get<WithId>('/v1/conversations/:id/messages', ({ params }) => ({
		object: 'conversation.messages',
		conversation_id: params.id,
		messages: find(state, params.id).entries.filter(
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
