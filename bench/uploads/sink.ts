/**
 * A server that takes uploads as fast as they come and keeps nothing: what is measured is the sender.
 * `node --import tsx bench/uploads/sink.ts DELAY` prints its address; DELAY in ms is its time to answer.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const delay = Number(process.argv[2] ?? 0);

const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const now = new Date().toISOString();

/** As much of a document as the official SDK insists on. */
const document = JSON.stringify({
	id,
	library_id: id,
	hash: '0',
	mime_type: 'application/octet-stream',
	extension: 'bin',
	size: 0,
	name: 'large.bin',
	created_at: now,
	process_status: 'todo',
	uploaded_by_id: id,
	uploaded_by_type: 'Workspace',
	processing_status: 'Running',
	tokens_processing_total: 0,
});

const server = createServer((request, response) => {
	let size = 0;
	request.on('data', (bytes: Buffer) => (size += bytes.length));
	request.on('end', () => {
		const isWhole = size === Number(request.headers['content-length'] ?? size);
		void setTimeout(delay).then(() =>
			response
				.writeHead(isWhole ? 201 : 400, {
					'content-type': 'application/json',
					'x-received': String(size),
				})
				.end(document),
		);
	});
});
server.listen(0, '127.0.0.1', () => {
	console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
