import type { FastifyInstance } from 'fastify';

import { notFound } from './errors';
import type { State } from './state';
import { pathIds } from './uuid';

/** Every generated image: one orange pixel. */
const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4X8AAAAPhAXAhZFQuAAAAAElFTkSuQmCC',
	'base64',
);

/**
 * Route of `files_api_routes_download_file`, for the files that tools have made. Of the files API
 * nothing else has to do with conversations.
 */
export function generatedFileRoutes(app: FastifyInstance, { generatedFiles }: State): void {
	app.get('/v1/files/:file_id/content', ({ params }, reply) => {
		const id = pathIds.file(params);
		if (!generatedFiles.has(id)) throw notFound(`File with id ${id}`);
		return reply.type('application/octet-stream').send(png);
	});
}
