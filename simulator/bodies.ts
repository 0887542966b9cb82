import type { FastifyInstance } from 'fastify';

import { unprocessable } from './errors';

/** Reads JSON bodies as FastAPI does: broken JSON is a 422, and any other type is just a text. */
export function bodiesAreJson(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (request, text, done) => {
		const isJson = request.headers['content-type']?.startsWith('application/json');
		if (!isJson || text === '') return done(null, text || undefined);
		try {
			done(null, JSON.parse(String(text)));
		} catch {
			const problem = { type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error' };
			done(unprocessable([{ ...problem, input: {} }]));
		}
	});
}
