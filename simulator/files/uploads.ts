/** Reads files out of multipart bodies while they come, however large they are. */
import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';

import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { ApiError, unprocessable } from '../errors';
import type { Faults } from '../faults';
import { cutConnection, pathOf } from '../requestLog';
import { largestKept } from './contents';

/** In bytes: up to here the log keeps the raw body of an upload. */
const largestRawBody = 1024 * 1024;

/** What is known of a file without its bytes. */
export interface FileFacts {
	fileName: string;
	mimeType: string | null;
	/** In bytes. */
	size: number;
	/** Hexadecimal. */
	sha256: string;
}

/** A file that came in. */
export interface ReceivedFile {
	facts: FileFacts;
	/** Undefined when they were more than {@link largestKept}. */
	bytes: Buffer | undefined;
	/** What else the form says, by the names of its fields. */
	fields: Record<string, unknown>;
}

declare module 'fastify' {
	interface FastifyRequest {
		/** The part `file` of a multipart body. */
		received?: ReceivedFile;
	}
}

/**
 * Reads multipart bodies before they are logged: register it before the log. What stands in the log as
 * the body is what is known of the file. Faults that cut uploads befall the request here.
 */
export async function readUploads(app: FastifyInstance, faults: Faults): Promise<void> {
	await app.register(multipart, { preservePath: true, limits: { fileSize: Infinity } });
	app.addHook('preValidation', async (request) => {
		if (!request.isMultipart()) return;
		request.fault = faults.take(request.method, pathOf(request), 'upload');
		watch(request);
		request.received = await readFile(request);
		const { facts, fields } = request.received ?? {};
		request.body = facts && { ...facts, ...fields };
	});
}

/** Looks at the raw bytes as they pass, for the log and for faults. */
function watch(request: FastifyRequest): void {
	const cutAfter = request.fault?.cutUploadAfter ?? Infinity;
	let size = 0;
	const raw: Buffer[] = [];
	request.raw.on('data', (bytes: Buffer) => {
		size += bytes.length;
		if (size <= largestRawBody) raw.push(bytes);
		else raw.length = 0;
		if (size >= cutAfter) cutConnection(request);
	});
	request.raw.once('end', () => {
		if (request.logged && size <= largestRawBody) request.logged.rawBody = Buffer.concat(raw);
	});
}

/** The file of the part `file`; undefined without one, also when the part has no file name (assumed). */
async function readFile(request: FastifyRequest): Promise<ReceivedFile | undefined> {
	let received: Omit<ReceivedFile, 'fields'> | undefined;
	const fields: ReceivedFile['fields'] = {};
	try {
		for await (const part of request.parts()) {
			if (part.type !== 'file') {
				fields[part.fieldname] = part.value;
				continue;
			}
			const file = await read(part);
			if (part.fieldname === 'file') received = file;
		}
		// The form may be over before the body is, and a cut in its last bytes comes too late for it.
		await finished(request.raw.resume());
		if (request.isCut) throw new Error('Connection cut by a fault');
	} catch {
		// FastAPI's own words for a body that is no form.
		throw new ApiError(400, { detail: 'There was an error parsing the body' });
	}
	return received && { ...received, fields };
}

async function read({ file, filename, mimetype }: MultipartFile) {
	const hash = createHash('sha256');
	let size = 0;
	const kept: Buffer[] = [];
	for await (const bytes of file as AsyncIterable<Buffer>) {
		hash.update(bytes);
		size += bytes.length;
		if (size <= largestKept) kept.push(bytes);
		else kept.length = 0;
	}
	const facts = { fileName: filename, mimeType: mimetype, size, sha256: hash.digest('hex') };
	return { facts, bytes: size <= largestKept ? Buffer.concat(kept) : undefined };
}

/** The uploaded file, or the 422 of the API without one. That an empty one is refused is assumed. */
export function requiredFile({ received, body }: FastifyRequest): ReceivedFile {
	const loc = ['body', 'file'];
	if (!received) {
		const problem = { type: 'missing', loc, msg: 'Field required', input: body ?? null };
		throw unprocessable([problem]);
	}
	if (received.facts.size > 0) return received;
	const msg = 'Value error, The file is empty';
	throw unprocessable([{ type: 'value_error', loc, msg, input: received.facts.fileName }]);
}
