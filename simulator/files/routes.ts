import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { ApiError, parse } from '../errors';
import { integer } from '../query';
import type { State } from '../state';
import { pathIds } from '../uuid';
import { requiredFile } from './uploads';

const hour = 60 * 60 * 1000;

/** What else the form may say. Of the purposes only this one has to do with conversations. */
const uploadFields = z.object({
	purpose: z.literal('ocr'),
	visibility: z.enum(['workspace', 'user']).optional(),
});

const urlQuery = z.object({ expiry: integer({ min: 1, max: 168, default: 24 }) });

/** What may be uploaded with the purpose `ocr`, in the words of its refusal (observed). */
const types = [
	'application/pdf',
	'image/.*',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	'application/epub+zip',
	'application/docbook+xml',
	'application/rtf',
	'application/vnd.oasis.opendocument.text',
	'application/x-biblatex',
	'application/x-bibtex',
	'application/x-endnote+xml',
	'application/x-fictionbook+xml',
	'application/x-ipynb+json',
	'application/x-jats+xml',
	'application/x-latex',
	'application/x-opml+xml',
	'text/troff',
	'text/x-dokuwiki',
];

const isAccepted = (type: string): boolean => type.startsWith('image/') || types.includes(type);

/** Routes of the `files_api_routes_…` calls but the list. */
export function fileRoutes(app: FastifyInstance, { files, signedUrls }: State): void {
	const one = '/v1/files/:file_id';
	const find = ({ params }: FastifyRequest) => files.get(pathIds.file(params));

	app.post('/v1/files', (request) => {
		const { facts, bytes, fields } = requiredFile(request);
		const { visibility } = parse(uploadFields, fields, 'body');
		const { fileName: filename, mimeType, size } = facts;
		// That the type is the one that the form says, and not one seen in the bytes, is assumed.
		const mimetype = mimeType ?? 'application/octet-stream';
		if (!isAccepted(mimetype)) throw wrongType(mimetype);
		return files.add({ filename, mimetype, source: 'upload', visibility, size, content: bytes });
	});

	// `deleted` stands in the description's example and the SDK wants it, but no schema has it.
	app.get(one, (request) => ({ ...find(request), deleted: false }));

	app.delete(one, (request) => {
		const { id, object } = find(request);
		files.delete(id);
		return { id, object, deleted: true };
	});

	app.get(`${one}/content`, (request, reply) =>
		reply.type('application/octet-stream').send(files.bytesOf(find(request).id)),
	);

	app.get(`${one}/url`, (request) => {
		const { id, filename: name, mimetype: type } = find(request);
		const { expiry } = parse(urlQuery, request.query, 'query');
		const read = () => ({ type, content: files.bytesOf(id) });
		return { url: signedUrls.issue({ id, name, read }, expiry * hour) };
	});
}

/** The shape and the words are observed, unlike those of every other 422. */
function wrongType(mimetype: string): ApiError {
	const message = `Received file with mimetype ${mimetype}, only ${types.join(', ')} are currently supported`;
	return new ApiError(422, { detail: 'Invalid file format.', message });
}
