import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { parse } from '../errors';
import { integer, wholeNumber } from '../query';
import type { State } from '../state';

type WithId = { Params: { id: string } };
type WithVersion = { Params: { id: string; version: string } };

const aliasPattern = '^[a-z]([a-z0-9_-]*[a-z0-9])?$';

const alias = z
	.string()
	.min(1)
	.max(64)
	.refine((text) => new RegExp(aliasPattern).test(text), {
		message: `String should match pattern '${aliasPattern}'`,
		params: { type: 'string_pattern_mismatch' },
	});

const listQuery = z.object({
	page: integer({ min: 0, default: 0 }),
	page_size: integer({ min: 1, max: 100, default: 20 }),
});
const switchQuery = z.object({ version: wholeNumber() });
const aliasQuery = z.object({ alias });
const setAliasQuery = z.object({ alias, version: wholeNumber() });

/** Routes of an agent's versions and the aliases of them (`agents_api_v1_agents_update_version`, …). */
export function agentVersionRoutes(app: FastifyInstance, { agents }: State): void {
	app.patch<WithId>('/v1/agents/:id/version', ({ params, query }) =>
		agents.switchTo(params.id, parse(switchQuery, query, 'query').version),
	);

	app.get<WithId>('/v1/agents/:id/versions', ({ params, query }) => {
		const { page, page_size } = parse(listQuery, query, 'query');
		return agents.versions(params.id).slice(page * page_size, (page + 1) * page_size);
	});

	// The path's text may also be an alias (assumed: the description has no number there).
	app.get<WithVersion>('/v1/agents/:id/versions/:version', ({ params }) =>
		agents.get(params.id, params.version),
	);

	app.get<WithId>('/v1/agents/:id/aliases', ({ params }) => agents.aliases(params.id));

	app.put<WithId>('/v1/agents/:id/aliases', ({ params, query }) => {
		const { alias, version } = parse(setAliasQuery, query, 'query');
		return agents.setAlias(params.id, alias, version);
	});

	app.delete<WithId>('/v1/agents/:id/aliases', ({ params, query }, reply) => {
		agents.deleteAlias(params.id, parse(aliasQuery, query, 'query').alias);
		return reply.code(204).send();
	});
}
