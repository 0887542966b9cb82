import type { Document } from '../../simulator/libraries/document';
import type { Library } from '../../simulator/libraries/registry';
import type { Reply, Session } from './useSimulator';

/** Makes a library without a request. */
export const newLibrary = ({ simulator }: Session, name = 'Tests'): Library =>
	simulator.state.libraries.add({ name });

export const documentsPath = (libraryId: string): string => `/v1/libraries/${libraryId}/documents`;

/** Uploads a file as browsers do. */
export async function upload(
	session: Session,
	libraryId: string,
	fileName: string,
	content: string | Buffer = fileName,
	type = 'text/plain',
): Promise<Reply<Document>> {
	const form = new FormData();
	form.append('file', new Blob([new Uint8Array(Buffer.from(content))], { type }), fileName);
	return post(session, libraryId, form);
}

/** Uploads a multipart body that is written by hand; its boundary must be `edge`. */
export async function uploadRaw(session: Session, libraryId: string, ...lines: string[]) {
	return post(session, libraryId, Buffer.from(lines.join('\r\n')), {
		'content-type': 'multipart/form-data; boundary=edge',
	});
}

async function post(
	{ simulator: { url, apiKey } }: Session,
	libraryId: string,
	body: FormData | Buffer,
	headers: Record<string, string> = {},
): Promise<Reply<Document>> {
	const response = await fetch(url + documentsPath(libraryId), {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, ...headers },
		body: body instanceof FormData ? body : new Uint8Array(body),
	});
	const json = (await response.json()) as Document;
	return { status: response.status, headers: response.headers, body: json };
}
