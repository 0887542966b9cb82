/** What the SDK sends about libraries, and what the simulator answers, against the vendor's description. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Mistral } from '@mistralai/mistralai';

import type { Answer } from '../../simulator/requestLog';
import { startSimulator, type Simulator } from '../../simulator/server';
import { describedTest } from './describedTest';
import { judge } from './judge';

const answers: Answer[] = [];
let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({
		processingTime: 0,
		onAnswer: (answer) => answers.push(answer),
	});
	await callAll();
});
afterAll(() => simulator.close());

/** Every call about libraries, once and in good order. */
async function callAll(): Promise<void> {
	const { url: serverURL, apiKey } = simulator;
	const { libraries } = new Mistral({ apiKey, serverURL }).beta;
	const { documents, accesses } = libraries;
	const { id: libraryId } = await libraries.create({ name: 'New', ownerType: 'Workspace' });
	await libraries.list({ pageSize: 10, search: 'new' });
	await libraries.get({ libraryId });
	await libraries.update({ libraryId, updateLibraryRequest: { description: 'x' } });
	await libraries.librariesUpdateV1({ libraryId, updateLibraryRequest: { name: 'Newer' } });

	const file = { fileName: 'a.txt', content: new Blob(['text']) };
	const { id: documentId } = await documents.upload({ libraryId, requestBody: { file } });
	const ids = { libraryId, documentId };
	await documents.upload({ libraryId, requestBody: { file } });
	await documents.list({ libraryId, pageSize: 5, sortBy: 'name', sortOrder: 'asc', search: 'a' });
	await documents.get(ids);
	await documents.status(ids);
	await documents.textContent({ ...ids, pageStart: 0, pageEnd: 1 });
	await documents.getSignedUrl(ids);
	await documents.extractedTextSignedUrl(ids);
	const updateDocumentRequest = { attributes: { a: [1] }, expiresAt: new Date('2999-01-01') };
	await documents.update({ ...ids, updateDocumentRequest });
	await documents.librariesDocumentsUpdateV1({ ...ids, updateDocumentRequest: { name: 'b.txt' } });
	await documents.reprocess(ids);
	await documents.delete(ids);

	const user = { shareWithUuid: libraryId, shareWithType: 'User' as const };
	await accesses.updateOrCreate({ libraryId, sharingRequest: { ...user, level: 'Viewer' } });
	await accesses.list({ libraryId });
	await accesses.delete({ libraryId, sharingDelete: user });
	await libraries.delete({ libraryId });
}

test('the facts accept what the SDK sends about libraries', () => {
	// Of an upload the log has what is known of the file, not the parts of the body.
	const sent = answers.filter(
		({ method, path }) => !(method === 'POST' && /documents$/.test(path)),
	);
	expect(sent).not.toEqual([]);
	for (const { requestBody: body, ...request } of sent) {
		expect(judge({ ...request, body })).toEqual({ operationId: expect.any(String), errors: [] });
	}
});

describe('the vendor’s description of libraries', () => {
	describedTest('accepts what the SDK sends and what the simulator answers', (described) => {
		const errors = answers.map(
			({ method, path, query, requestBody: body, status, body: answer }) => {
				// It requires a level where there is no such property, which the SDK does not mend either.
				const isRevoke = method === 'DELETE' && path.endsWith('/share');
				const request = isRevoke ? { ...Object(body), level: 'Viewer' } : body;
				return [
					...described.requestErrors(method, path, { query, body: request }),
					...described.answerErrors(method, path, status, answer),
				];
			},
		);
		expect(errors.flat()).toEqual([]);
		const operations = described.operationIds().filter((id) => id.startsWith('libraries_'));
		// One is called twice: an upload of bytes that the library has.
		expect(answers).toHaveLength(operations.length + 1);
	});

	describedTest('finds fault with answers about libraries', (described) => {
		const library = '/v1/libraries/3f2504e0-4f89-41d3-9a0c-0305e82c3301';
		const errors = (method: string, path: string, status: number, body?: unknown) =>
			described.answerErrors(method, library + path, status, body);
		expect(errors('GET', '', 200, { id: 'x' })).not.toEqual([]);
		expect(errors('POST', '/documents', 202, {})).not.toEqual([]);
		const url = `/documents/${library.slice(-36)}/signed-url`;
		expect(errors('GET', url, 200, 'https://example.com')).toEqual([]);
		expect(errors('GET', url, 200, { url: 'https://example.com' })).not.toEqual([]);
		expect(described.answerErrors('GET', '/v1/files/x/content', 200, undefined)).toEqual([]);
	});
});
