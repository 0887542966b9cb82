/** UUIDs in requests: libraries and documents have them as ids, other kinds of entities do not. */
import { z } from 'zod';

import { parse } from './errors';

const form = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A UUID in a body or a path. */
export const uuid = z
	.string()
	.refine((text) => form.test(text), {
		message: 'Input should be a valid UUID',
		params: { type: 'uuid_parsing' },
	})
	.transform((text) => text.toLowerCase());

const library = z.object({ library_id: uuid });
const document = library.extend({ document_id: uuid });
const file = z.object({ file_id: uuid });

/** The ids in a path; the 422 of the API where one is no UUID. */
export const pathIds = {
	library: (params: unknown): string => parse(library, params, 'path').library_id,
	document: (params: unknown) => parse(document, params, 'path'),
	file: (params: unknown): string => parse(file, params, 'path').file_id,
};
