import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { parse } from '../errors';
import { pageByNumber, pageByToken } from '../pages';
import { pathIds } from '../uuid';
import type { LibraryRegistry } from './registry';
import { createLibrary, listLibraries, updateLibrary } from './requests';

/** How deletes answer: `today` with 200 and what was deleted, `tomorrow` with 204, as announced. */
export type DeleteAnswers = 'today' | 'tomorrow';

/** Answers a delete of a library or an access. */
export function answerDelete(reply: FastifyReply, deleted: object, how: DeleteAnswers) {
	return how === 'today' ? reply.send(deleted) : reply.code(204).send();
}

/** Routes of the `libraries_…` calls, without those of documents and accesses. */
export function libraryRoutes(
	app: FastifyInstance,
	libraries: LibraryRegistry,
	deleteAnswers: DeleteAnswers,
): void {
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
		answerDelete(reply, libraries.delete(pathIds.library(params)), deleteAnswers),
	);
}

/** Whether the text has the searched one in it, in any case. */
export function isPart(searched: string, text: string): boolean {
	return text.toLowerCase().includes(searched.toLowerCase());
}
