import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { kept } from '../files/contents';
import type { State } from '../state';
import { pathIds } from '../uuid';
import { extractedPages } from './documentRoutes';

/** Routes of the `libraries_documents_get_…signed_url_v1` calls; a URL is the whole JSON of an answer. */
export function urlRoutes(app: FastifyInstance, { libraries, signedUrls }: State): void {
	const path = '/v1/libraries/:library_id/documents/:document_id';
	const find = ({ params }: FastifyRequest) => {
		const { library_id, document_id } = pathIds.document(params);
		const documents = libraries.documents(library_id);
		return { documents, document: documents.get(document_id) };
	};
	const answer = (reply: FastifyReply, url: string) =>
		reply.type('application/json').send(JSON.stringify(url));

	app.get(`${path}/signed-url`, (request, reply) => {
		const { id, name, file } = find(request).document;
		const type = file.mimeType ?? 'application/octet-stream';
		const read = () => {
			const { documents, document } = find(request);
			return { type, content: kept(documents.bytesOf(document)) };
		};
		return answer(reply, signedUrls.issue({ id, name, read }));
	});

	app.get(`${path}/extracted-text-signed-url`, (request, reply) => {
		const { document } = find(request);
		const read = () => ({
			type: 'text/plain; charset=utf-8',
			content: extractedPages(find(request).document).join('\n'),
		});
		// That there is no URL of a text before there is a text is assumed.
		read();
		return answer(reply, signedUrls.issue({ id: document.id, name: `${document.name}.txt`, read }));
	});
}
