import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import { answerRefusals, ApiError } from '../errors';
import { befallRequests } from '../faultHooks';
import type { Faults } from '../faults';
import { recordRequests, type LoggedRequest } from '../requestLog';
import type { EventStreams } from '../streams/eventStreams';
import type { SignedUrls, Target } from './signedUrls';

export interface FileServerParts {
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
 * key; a wrong or old signature is a 403, and content that was not kept a 410.
 */
export function fileServer({
	urls,
	faults,
	streams,
	log,
	closing,
}: FileServerParts): FastifyInstance {
	const app = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
	answerRefusals(app);
	recordRequests(app, log, closing);
	befallRequests(app, faults, streams);
	app.get('/signed/:id/:name', (request, reply) => {
		const { name, read } = targetOf(request, urls);
		const { type, content } = read();
		return reply
			.type(type)
			.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
			.send(content);
	});
	return app;
}

/** What the URL leads to, or the refusal. */
function targetOf({ query, headers, params }: FastifyRequest, urls: SignedUrls): Target {
	const { sig = '' } = query as Record<string, string | undefined>;
	const { id } = params as Record<string, string | undefined>;
	if (headers.authorization !== undefined) {
		throw new ApiError(400, { message: 'A signed URL takes no Authorization header.' });
	}
	const target = urls.open(sig);
	if (target?.id === id && target) return target;
	throw new ApiError(403, { message: 'The signature is wrong or no longer valid.' });
}
