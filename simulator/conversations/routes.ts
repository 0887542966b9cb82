import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { invalidRequest, parse } from '../errors';
import { integer, matchesMetadata, metadataParameter } from '../query';
import type { Conversation, State } from '../state';
import { append, find, restart, start } from './exchange';

type WithId = { Params: { id: string } };

const listQuery = z.object({
	page: integer({ min: 0, default: 0 }),
	page_size: integer({ min: 1, default: 100 }),
	metadata: metadataParameter,
});

/** Routes of the `agents_api_v1_conversations_…` calls, without the streamed ones. */
export function conversationRoutes(app: FastifyInstance, state: State): void {
	app.post('/v1/conversations', (request) => start(state, request.body));

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
		answerOneAtATime(continuing);
		continuing.post<WithId>('/v1/conversations/:id', ({ params, body }) =>
			append(state, params.id, body),
		);
		continuing.post<WithId>('/v1/conversations/:id/restart', ({ params, body }) =>
			restart(state, params.id, body),
		);
		done();
	});
}

/**
 * 409 for a request to a conversation that is being answered (observed). Answers take no time here,
 * so this needs a fault with latency, which is waited for between these two hooks.
 */
function answerOneAtATime(app: FastifyInstance): void {
	const answering = new Map<string, FastifyRequest>();
	const idOf = (request: FastifyRequest) => (request.params as WithId['Params']).id;
	app.addHook('preValidation', (request, _reply, done) => {
		const id = idOf(request);
		if (answering.has(id)) {
			throw invalidRequest(409, `Conversation with id ${id} is being updated by another request.`);
		}
		answering.set(id, request);
		done();
	});
	app.addHook('onSend', (request, _reply, _payload, done) => {
		if (answering.get(idOf(request)) === request) answering.delete(idOf(request));
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
