import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { parse } from '../errors';
import { pageByToken } from '../pages';
import { integer, matchesMetadata, metadataParameter } from '../query';
import { createAgentRequest, updateAgentRequest } from '../schemas/agents';
import { checkSettings } from '../answers/settings';
import type { SimulatorSettings } from '../settings';
import type { State } from '../state';
import type { AgentContent } from './content';
import type { Agent } from './registry';

const source = z.enum(['api', 'playground', 'agent_builder_v1']);

const filters = {
	page_size: integer({ min: 1, max: 1000, default: 20 }),
	deployment_chat: z
		.enum(['true', 'false'])
		.transform((text) => text === 'true')
		.optional(),
	// A repeated parameter arrives as a list, a single one as a string.
	sources: z.preprocess(
		(value) => (typeof value === 'string' ? [value] : value),
		z.array(source).optional(),
	),
	name: z.string().optional(),
	search: z.string().optional(),
	id: z.string().optional(),
	metadata: metadataParameter,
};

const listQuery = z.object({ ...filters, page: integer({ min: 0, default: 0 }) });
const pagesQuery = z.object({ ...filters, page_token: z.string().optional() });
const getQuery = z.object({ agent_version: z.string().optional() });

type WithId = { Params: { id: string } };

/** Routes of `agents_api_v1_agents_create`, `…_list`, `…_list_pages`, `…_get`, `…_update` and `…_delete`. */
export function agentRoutes(app: FastifyInstance, state: State): void {
	app.post('/v1/agents', (request) => {
		const body = parse(createAgentRequest, request.body, 'body');
		checkAgent(body);
		return state.agents.add(body);
	});

	app.get('/v1/agents', (request) => {
		const query = parse(listQuery, request.query, 'query');
		const first = query.page * query.page_size;
		return matching(state, query).slice(first, first + query.page_size);
	});

	app.get('/v1/agents/pages', (request) => {
		const query = parse(pagesQuery, request.query, 'query');
		const page = pageByToken(matching(state, query), query.page_size, query.page_token);
		return { object: 'list', ...page };
	});

	app.get<WithId>('/v1/agents/:id', (request) =>
		state.agents.get(request.params.id, parse(getQuery, request.query, 'query').agent_version),
	);

	app.patch<WithId>('/v1/agents/:id', (request) => {
		const { id } = request.params;
		const body = parse(updateAgentRequest, request.body, 'body');
		const before = state.agents.get(id);
		checkAgent({ ...before, ...body, model: body.model ?? before.model });
		return state.agents.update(id, body);
	});

	app.delete<WithId>('/v1/agents/:id', ({ params }, reply) => {
		state.agents.delete(params.id);
		return reply.code(204).send();
	});
}

/** An agent is held to what its conversations are held to (observed for the tool choice, else assumed). */
function checkAgent({
	model,
	tools = [],
	completion_args: completionArgs = {},
}: Pick<AgentContent, 'model'> & Partial<Pick<AgentContent, 'tools' | 'completion_args'>>): void {
	checkSettings({ model, tools, completionArgs });
}

/** `search` is a part of name or id in any case (assumed). */
function matching(state: State, query: z.output<typeof listQuery | typeof pagesQuery>): Agent[] {
	const { metadataFilter, nameFilter, listOrder } = state.settings;
	const search = query.search?.toLowerCase();
	const all = state.agents.list();
	return (listOrder === 'newest-first' ? all : all.reverse()).filter(
		(agent) =>
			matchesName(agent.name, query.name, nameFilter) &&
			(query.id === undefined || agent.id === query.id) &&
			(search === undefined || `${agent.name} ${agent.id}`.toLowerCase().includes(search)) &&
			(query.deployment_chat === undefined || agent.deployment_chat === query.deployment_chat) &&
			(!query.sources || query.sources.some((one) => one === agent.source)) &&
			matchesMetadata(agent.metadata, query.metadata, metadataFilter),
	);
}

function matchesName(
	name: string,
	wanted: string | undefined,
	filter: SimulatorSettings['nameFilter'],
): boolean {
	if (wanted === undefined || filter === 'ignored') return true;
	return filter === 'exact' ? name === wanted : name.includes(wanted);
}
