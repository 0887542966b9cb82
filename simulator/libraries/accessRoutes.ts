import type { FastifyInstance } from 'fastify';

import { parse } from '../errors';
import type { State } from '../state';
import { pathIds } from '../uuid';
import { revokeAccess, setAccess } from './requests';
import { answerDelete } from './routes';

/** Routes of the `libraries_share_…` calls. */
export function accessRoutes(app: FastifyInstance, { libraries, settings }: State): void {
	const path = '/v1/libraries/:library_id/share';

	app.get(path, ({ params }) => {
		return { data: libraries.accesses(pathIds.library(params)).list() };
	});

	app.put(path, ({ params, body }) => {
		const id = pathIds.library(params);
		const { level, ...entity } = parse(setAccess, body, 'body');
		return libraries.accesses(id).set(entity, level);
	});

	app.delete(path, ({ params, body }, reply) => {
		const id = pathIds.library(params);
		const entity = parse(revokeAccess, body, 'body');
		return answerDelete(reply, libraries.accesses(id).revoke(entity), settings);
	});
}
