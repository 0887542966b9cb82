import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { parse } from '../errors';
import { pageByNumber, pageByToken } from '../pages';
import type { SimulatorSettings } from '../settings';
import type { State } from '../state';
import { pathIds } from '../uuid';
import { createLibrary, listLibraries, updateLibrary } from './requests';

/** Answers a delete of a library or an access, with what was deleted or with nothing. */
export function answerDelete(
	reply: FastifyReply,
	deleted: object,
	{ deleteAnswers }: SimulatorSettings,
) {
	return deleteAnswers === 'today' ? reply.send(deleted) : reply.code(204).send();
}

/** Routes of the `libraries_…` calls, without those of documents and accesses. */
export function libraryRoutes(app: FastifyInstance, { libraries, settings }: State): void {
	app.get('/v1/libraries', (request) => {
		const query = parse(listLibraries, request.query, 'query');
		const { search = '', page_size, page_token, page } = query;
		const found = libraries.list().filter(({ name }) => isPart(search, name));
		if (page === undefined || page_token) return pageByToken(found, page_size, page_token);
		return pageByNumber(found, page_size, page);
	});

	app.post('/v1/libraries', (request, reply) => {
		const body = parse(createLibrary, request.body, 'body');
		const { name, description, chunk_size, owner_type } = body;
		// API keys create for their workspace, says the description.
		const library = { name, description, chunk_size, owner_type: owner_type ?? 'Workspace' };
		return reply.code(201).send(libraries.add(library));
	});

	app.get('/v1/libraries/:library_id', ({ params }) => libraries.get(pathIds.library(params)));

	const update = ({ params, body }: FastifyRequest) =>
		libraries.update(pathIds.library(params), parse(updateLibrary, body, 'body'));
	app.patch('/v1/libraries/:library_id', update);
	app.put('/v1/libraries/:library_id', update);

	app.delete('/v1/libraries/:library_id', ({ params }, reply) =>
		answerDelete(reply, libraries.delete(pathIds.library(params)), settings),
	);
}

/** Whether the text has the searched one in it, in any case. */
export function isPart(searched: string, text: string): boolean {
	return text.toLowerCase().includes(searched.toLowerCase());
}
