import type { FastifyInstance, FastifyRequest } from 'fastify';

import { notFound, parse } from '../errors';
import { requiredFile } from '../files/uploads';
import { pageByNumber } from '../pages';
import type { State } from '../state';
import { pathIds } from '../uuid';
import type { StoredDocument } from './document';
import { oldStatus } from './processing';
import { listDocuments, textContent, updateDocument } from './requests';
import { isPart } from './routes';

/** Routes of the `libraries_documents_…` calls, without those that give URLs. */
export function documentRoutes(app: FastifyInstance, { ids, libraries, settings }: State): void {
	const all = '/v1/libraries/:library_id/documents';
	const one = `${all}/:document_id`;
	const documentsOf = ({ params }: FastifyRequest) => libraries.documents(pathIds.library(params));
	const find = (request: FastifyRequest) => {
		const { library_id, document_id } = pathIds.document(request.params);
		return libraries.documents(library_id).get(document_id);
	};
	const lookAt = (request: FastifyRequest) => {
		const document = find(request);
		document.look();
		return document;
	};

	app.get(all, (request) => {
		const query = parse(listDocuments, request.query, 'query');
		const documents = documentsOf(request).list();
		const search = settings.documentSearch === 'ignored' ? '' : (query.search ?? '');
		const found = documents.filter(({ name }) => isPart(search, name));
		const sorted = inOrder(found, query.sort_by, query.sort_order);
		const { pagination, data } = pageByNumber(sorted, query.page_size, query.page);
		data.forEach((document) => document.look());
		if (settings.addedBetweenPages && query.page === 0 && pagination.has_more) {
			// A library has each content once.
			const name = `Added between pages ${ids.hex()}.txt`;
			libraries.addDocument(pathIds.library(request.params), { name, text: name });
		}
		return { pagination, data: data.map((document) => document.shown()) };
	});

	app.post(all, (request, reply) => {
		const { facts, bytes } = requiredFile(request);
		const documents = documentsOf(request);
		const existing = documents.withContent(facts.sha256);
		if (existing) return reply.code(200).send(existing.shown());
		return reply.code(201).send(documents.add(facts, bytes).shown());
	});

	app.get(one, (request) => lookAt(request).shown());

	const update = (request: FastifyRequest) => {
		const changes = parse(updateDocument, request.body, 'body');
		const document = find(request);
		document.change(changes);
		return document.shown();
	};
	app.patch(one, update);
	app.put(one, update);

	app.delete(one, (request, reply) => {
		documentsOf(request).remove(find(request));
		return reply.code(204).send();
	});

	app.get(`${one}/text_content`, (request) => {
		const { page_start = 0, page_end = Infinity } = parse(textContent, request.query, 'query');
		const pages = extractedPages(find(request));
		return { text: pages.filter((_, page) => page >= page_start && page <= page_end).join('\n') };
	});

	app.get(`${one}/status`, (request) => {
		const { id, progress } = lookAt(request);
		const { status } = progress;
		return { document_id: id, process_status: status, processing_status: oldStatus(status) };
	});

	app.post(`${one}/reprocess`, (request, reply) => {
		documentsOf(request).reprocess(find(request).id);
		return reply.code(204).send();
	});
}

/** The text page by page; a 404 as long as there is none (assumed). */
export function extractedPages({ id, pages }: StoredDocument): string[] {
	if (!pages) throw notFound(`Text content of document with id ${id}`);
	return pages;
}

/** Documents with equal values stand in the order in which they came, or in its reverse. */
function inOrder(
	documents: StoredDocument[],
	field: 'created_at' | 'name' | 'size' | 'extension' | 'last_processed_at',
	order: 'asc' | 'desc',
): StoredDocument[] {
	// To show each document of a long list would take longer than to sort them.
	const valueOf = (document: StoredDocument) =>
		field === 'created_at' ? document.created_at : (document.shown()[field] ?? '');
	const valued = documents.map((document) => ({ document, value: valueOf(document) }));
	valued.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
	const sorted = valued.map(({ document }) => document);
	return order === 'asc' ? sorted : sorted.reverse();
}
