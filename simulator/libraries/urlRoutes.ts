import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { pathIds } from '../uuid';
import { extractedPages } from './documentRoutes';
import type { LibraryRegistry } from './registry';
import type { SignedUrls, Target } from './signedUrls';

/** Routes of the `libraries_documents_get_…signed_url_v1` calls; a URL is the whole JSON of an answer. */
export function urlRoutes(
	app: FastifyInstance,
	libraries: LibraryRegistry,
	urls: SignedUrls,
): void {
	const path = '/v1/libraries/:library_id/documents/:document_id';
	const answer = (request: FastifyRequest, reply: FastifyReply, kind: Target['kind']) => {
		const { library_id, document_id } = pathIds.document(request.params);
		const document = libraries.documents(library_id).get(document_id);
		// That there is no URL of a text before there is a text is assumed.
		if (kind === 'text') extractedPages(document);
		const name = kind === 'file' ? document.name : `${document.name}.txt`;
		const url = urls.issue({ libraryId: library_id, documentId: document_id, kind }, name);
		return reply.type('application/json').send(JSON.stringify(url));
	};
	app.get(`${path}/signed-url`, (request, reply) => answer(request, reply, 'file'));
	app.get(`${path}/extracted-text-signed-url`, (request, reply) => answer(request, reply, 'text'));
}
