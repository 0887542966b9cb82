import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import { answerRefusals, ApiError } from '../errors';
import { befallRequests } from '../faultHooks';
import type { Faults } from '../faults';
import { recordRequests, type LoggedRequest } from '../requestLog';
import type { EventStreams } from '../streams/eventStreams';
import { extractedPages } from './documentRoutes';
import type { LibraryRegistry } from './registry';
import type { SignedUrls } from './signedUrls';

export interface FileServerParts {
	libraries: LibraryRegistry;
	urls: SignedUrls;
	faults: Faults;
	streams: EventStreams;
	/** Every request to this server is added to it. */
	log: LoggedRequest[];
	/** Aborted when the simulator is closed. */
	closing: AbortSignal;
}

/**
 * The server behind signed URLs, which stands for a storage service of somebody else. What it refuses
 * is assumed: a request with an `Authorization` header is a 400, as nobody but the API may see the
 * key; a wrong or old signature is a 403, and a document whose bytes were not kept a 410.
 */
export function fileServer(parts: FileServerParts): FastifyInstance {
	const { libraries, urls, faults, streams, log, closing } = parts;
	const app = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
	answerRefusals(app);
	recordRequests(app, log, closing);
	befallRequests(app, faults, streams);
	app.get('/signed/:document_id/:name', (request, reply) => {
		const { name, type, content } = read(request, libraries, urls);
		return reply
			.type(type)
			.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
			.send(content);
	});
	return app;
}

/** What the URL leads to, or the refusal. */
function read(request: FastifyRequest, libraries: LibraryRegistry, urls: SignedUrls) {
	const { query, headers, params } = request;
	const { sig = '' } = query as Record<string, string | undefined>;
	const { document_id } = params as Record<string, string | undefined>;
	if (headers.authorization !== undefined) {
		throw refusal(400, 'A signed URL takes no Authorization header.');
	}
	const target = urls.open(sig);
	if (!target || target.documentId !== document_id) {
		throw refusal(403, 'The signature is wrong or no longer valid.');
	}
	const documents = libraries.documents(target.libraryId);
	const document = documents.get(target.documentId);
	const { name } = document;
	if (target.kind === 'text') {
		const content = extractedPages(document).join('\n');
		return { name: `${name}.txt`, type: 'text/plain; charset=utf-8', content };
	}
	const content = documents.bytesOf(document);
	if (!content) throw refusal(410, 'The bytes of this document were not kept.');
	return { name, type: document.file.mimeType ?? 'application/octet-stream', content };
}

const refusal = (status: number, message: string) => new ApiError(status, { message });
